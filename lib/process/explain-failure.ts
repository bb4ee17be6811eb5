import { AppError, messageOf } from '#lib/core/errors.ts';

const fileFaults: Record<string, string> = {
  ENOSPC: 'the disk is full. Free some space and start again.',
  EDQUOT: 'the disk quota is used up. Free some space and start again.',
  EACCES: 'this account may not write there. Give it the right to, or set DATA_DIR to another folder.',
  EPERM: 'this account may not write there. Give it the right to, or set DATA_DIR to another folder.',
  EROFS: 'the file system is read-only. Set DATA_DIR to a folder that can be written.',
  ENOENT: 'the folder cannot be made there. Set DATA_DIR to another one.',
  ENOTDIR: 'a file stands where a folder is needed. Set DATA_DIR to a folder.',
  EEXIST: 'a file stands where a folder is needed. Set DATA_DIR to a folder.',
};

const databaseFaults: Record<string, string> = {
  ECONNREFUSED: 'nothing answers there. Start that server or correct the host and port.',
  ENOTFOUND: 'its host name does not exist. Correct it.',
  EAI_AGAIN: 'its host name cannot be looked up. Check the name and the network.',
  ETIMEDOUT: 'it did not answer in time. Check host, port and firewall.',
  EHOSTUNREACH: 'there is no way to that host. Check host and network.',
  ECONNRESET: 'it closed the connection at once. Check that host and port belong to PostgreSQL.',
  '28P01': 'it refuses the user name or the password. Correct them.',
  '28000': 'it does not let this user in. Check the user and pg_hba.conf.',
  '3D000': 'it has no database of that name. Create it or correct the name.',
  '42501': 'the user may not create tables there. Make it the owner of the database.',
  '53300': 'it has no free connection left. Raise max_connections or stop other programs.',
  '57P03': 'it is still starting. Start again in a moment.',
  '53100': 'its disk is full. Free some space there and start again.',
};

/** One sentence for the operator about a file or folder that could not be written. */
export function explainFileFailure(path: string, error: unknown): AppError {
  const code = codeOf(error);
  const reason = (code && fileFaults[code]) ?? `${messageOf(error)}.`;
  return new AppError('unavailable', `${path} cannot be written: ${reason}`, { cause: error });
}

/** One sentence for the operator about a database that cannot be used. The password of the address is never shown. */
export function explainDatabaseFailure(databaseUrl: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  const quoted = `it says: ${messageOf(error).replace(/\.$/, '')}.`;
  const timedOut = /timeout/i.test(messageOf(error)) ? databaseFaults.ETIMEDOUT : undefined;
  const reason = (code && databaseFaults[code]) ?? timedOut ?? quoted;
  return new AppError('unavailable', `The database at ${placeOf(databaseUrl)} cannot be used: ${reason}`, {
    cause: error,
  });
}

/** The sentence to show for anything thrown while starting, without a stack. */
export function sentenceOf(error: unknown): string {
  if (error instanceof AppError) return error.message;
  const { path } = error as NodeJS.ErrnoException;
  const code = codeOf(error);
  if (path && code && fileFaults[code]) return explainFileFailure(path, error).message;
  return `PerfectWORK Mail cannot start: ${messageOf(error)}`;
}

/**
 * Where a host has several addresses the error of Node is an AggregateError: the first one tells the reason.
 * Drizzle wraps the database's error as its cause.
 */
function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, errors, cause } = error as { code?: unknown; errors?: unknown[]; cause?: unknown };
  return typeof code === 'string' ? code : (codeOf(errors?.[0]) ?? codeOf(cause));
}

function placeOf(databaseUrl: string): string {
  try {
    const { host, pathname } = new URL(databaseUrl);
    return `${host}${pathname}`;
  } catch {
    return 'DATABASE_URL';
  }
}
