import { type Logger, pino, stdSerializers } from 'pino';

export type { Logger } from 'pino';

/** Names of fields that hold secrets; a log line never shows their values, however deep they sit. */
const secretFields = ['password', 'secret', 'token', 'authorization', 'cookie', 'pass', 'accessToken', 'apiKey'];

/**
 * The logger of a process.
 * @param name `web`, `worker`, ...: stands in every line
 * @param level a pino level; `silent` for none
 */
export function createLog(name: string, level: string): Logger {
  return pino({
    name,
    level,
    serializers: { err: errorWithoutValues },
    redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[hidden]' },
  });
}

/** An error as it is logged. Statements of the database carry their values in the text: links and addresses among them. */
export function errorWithoutValues(error: Error): ReturnType<typeof stdSerializers.err> {
  const cut = (text: string) => text.replace(/^params: .*$/gm, 'params: [hidden]');
  const { message, stack, ...rest } = stdSerializers.err(error);
  return { ...rest, message: cut(message), stack: cut(stack) };
}
