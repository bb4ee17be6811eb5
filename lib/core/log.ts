import { type Logger, pino } from 'pino';

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
    redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[hidden]' },
  });
}
