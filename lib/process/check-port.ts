import { createServer } from 'node:net';
import { AppError, messageOf } from '#lib/core/errors.ts';

/**
 * Makes sure the web listener will find its port, before minutes go into a build.
 * @throws AppError with a sentence that names the variable to change
 */
export function checkPort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', (error: NodeJS.ErrnoException) => reject(explainListenFailure(host, port, error)));
    server.listen(port, host, () => server.close(() => resolve()));
  });
}

/** One sentence about a web address that could not be listened on. */
export function explainListenFailure(host: string, port: number, error: NodeJS.ErrnoException): AppError {
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is already in use by another program. Stop that program or set PORT to a free one.`,
    EACCES: `Port ${port} on ${host} needs rights this account does not have. Set PORT to one above 1023.`,
    EADDRNOTAVAIL: `HOST ${host} is not an address of this machine. Set HOST to one that is, such as 127.0.0.1 or 0.0.0.0.`,
    ENOTFOUND: `HOST ${host} is not a known name. Set HOST to an address of this machine, such as 127.0.0.1 or 0.0.0.0.`,
  };
  const sentence = sentences[error.code ?? ''] ?? `Cannot listen on ${host}:${port}: ${messageOf(error)}.`;
  return new AppError('in_use', sentence, { cause: error });
}
