import { AppError } from '#lib/core/errors.ts';

/** Of sysexits.h. A mail server keeps a mail after `later` and tries again; after the others its sender is told. */
export const pipeExit = {
  usage: 64,
  data: 65,
  noUser: 67,
  unavailable: 69,
  software: 70,
  later: 75,
  noPermission: 77,
} as const;

/** A failure with its exit code, in words for the log of the mail server. */
export class PipeFailure extends AppError {
  readonly exitCode: number;

  constructor(exitCode: number, message: string, cause?: unknown) {
    super('unavailable', message, { cause });
    this.exitCode = exitCode;
  }
}

/** The database, or a file, does not let this account in (SQLSTATE, errno). */
const denied = new Set(['28000', '28P01', '42501', 'EACCES', 'EPERM']);

/** The exit code for anything thrown while a mail is handed in. */
export function pipeExitCode(error: unknown): number {
  if (error instanceof PipeFailure) return error.exitCode;
  const code = error instanceof AppError ? error.code : null;
  if (code === 'malformed' || code === 'too_large') return pipeExit.data;
  if (denied.has(codeOfFailure(error) ?? '')) return pipeExit.noPermission;
  // Settings that are wrong are mended by the operator; until then the mail waits.
  if (code === 'unavailable' || code === 'invalid' || code === 'conflict') return pipeExit.later;
  return codeOfFailure(error) === null || code === 'internal' ? pipeExit.software : pipeExit.later;
}

/** SQLSTATE or errno at the bottom of a failure; null for a fault of the program. */
export function codeOfFailure(error: unknown): string | null {
  let found: string | null = null;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as Error & { code?: unknown };
    if (typeof code === 'string' && !(cause instanceof AppError)) found = code;
  }
  return found;
}
