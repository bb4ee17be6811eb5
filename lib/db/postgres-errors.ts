import { messageOf } from '#lib/core/errors.ts';

/** The pool has no connection to the database to give; `cause` says why. */
export class NoDatabaseConnection extends Error {
  constructor(cause: unknown) {
    super(messageOf(cause), { cause });
    this.name = 'NoDatabaseConnection';
  }
}

/**
 * The part of an error that came from our own database: a statement that failed, or no connection to it; null for any
 * other error. Network errors look alike whoever is at the other end, so what counts is that a statement was under way.
 * Known by its shape: a bundle of the web server has classes of its own. Without statement and parameters, which may hold
 * whole mails.
 */
export function databaseErrorOf(error: unknown): Error | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name === 'NoDatabaseConnection' || 'routine' in cause) return cause;
    // Drizzle's error about a query.
    if ('query' in cause && 'params' in cause)
      return cause.cause instanceof Error ? cause.cause : new Error('no cause');
  }
  return null;
}

/** Data exceptions, broken constraints, limits (an index entry that is too long). */
const values = /^(22|23|54)/;

/** Whether a statement failed because of the values it was given: others may be taken, these will not be. */
export function isValueRefused(error: unknown): boolean {
  return databaseErrorOf(error) !== null && values.test(sqlStateOf(error) ?? '');
}

/** The SQLSTATE of a failed statement, looked for in the whole chain of causes; null for any other error. */
export function sqlStateOf(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as Error & { code?: unknown };
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  }
  return null;
}

/** The constraint a failed statement broke, looked for in the whole chain of causes; null for any other error. */
export function brokenConstraint(error: unknown): { code: string; constraint: string } | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, constraint } = cause as Error & { code?: string; constraint?: string };
    if (code?.startsWith('23')) return { code, constraint: constraint ?? '' };
  }
  return null;
}

/** Whether a statement failed because a value exists already (unique_violation), optionally on one constraint. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const broken = brokenConstraint(error);
  return broken?.code === '23505' && (constraint === undefined || broken.constraint === constraint);
}

/** Serialisation failures, deadlocks, lock and statement timeouts, exhaustion, shutdown, lost connections (SQLSTATE, errno). */
const transient = /^(40001|40P01|55P03|57014|53|57P|08|ECONN|EPIPE|ENOENT)/;
/** What `pg` says without a code. */
const connectionLost =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;

/** Whether a statement failed for a reason that passes by itself: the same work may succeed in a minute. */
export function isTransient(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as Error & { code?: unknown };
    if (typeof code === 'string' && transient.test(code)) return true;
    if (connectionLost.test(cause.message)) return true;
  }
  return false;
}

/** Whether a statement was ended because it took longer than `statement_timeout` (query_canceled). */
export function isStatementTimeout(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ((cause as Error & { code?: string }).code === '57014') return true;
  }
  return false;
}
