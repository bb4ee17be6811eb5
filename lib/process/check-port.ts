import { createServer } from 'node:net';
import { AppError, messageOf } from '#lib/core/errors.ts';

/** The environment variables that say where a listener is. */
interface ListenVariables {
  port: string;
  host: string;
}

const webVariables: ListenVariables = { port: 'PORT', host: 'HOST' };
export const mailVariables: ListenVariables = { port: 'MAIL_IN_PORT', host: 'MAIL_IN_HOST' };

/**
 * Makes sure a listener will find its port, before minutes go into a build.
 * @throws AppError with a sentence that names the variable to change
 */
export function checkPort(host: string, port: number, names = webVariables): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', (error: NodeJS.ErrnoException) => reject(explainListenFailure(host, port, error, names)));
    server.listen(port, host, () => server.close(() => resolve()));
  });
}

/** One sentence about an address that could not be listened on. */
export function explainListenFailure(
  host: string,
  port: number,
  error: NodeJS.ErrnoException,
  names = webVariables,
): AppError {
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is already in use by another program. Stop that program or set ${names.port} to a free one.`,
    EACCES: `Port ${port} on ${host} needs rights this account does not have. Set ${names.port} to one above 1023.`,
    EADDRNOTAVAIL: `${names.host} ${host} is not an address of this machine. Set ${names.host} to one that is, such as 127.0.0.1 or 0.0.0.0.`,
    ENOTFOUND: `${names.host} ${host} is not a known name. Set ${names.host} to an address of this machine, such as 127.0.0.1 or 0.0.0.0.`,
  };
  const sentence = sentences[error.code ?? ''] ?? `Cannot listen on ${host}:${port}: ${messageOf(error)}.`;
  return new AppError('in_use', sentence, { cause: error });
}
