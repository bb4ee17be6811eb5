import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { databaseErrorOf, isTransient } from '#lib/db/postgres-errors.ts';
import { Pop3Error } from '#lib/mail/servers/pop3/pop3-error.ts';

/** A fetch failed through a fault of this product: nothing is wrong with the mailbox, and nothing counts against it. */
export class OwnFailure extends AppError {}

/**
 * Whether an error is our own and not the mail server's: our database failed, or our code did. What a mail library throws
 * about its server is foreign, a fault in its own code too: servers bring it about.
 */
export function isOwnFailure(error: unknown): boolean {
  if (error instanceof OwnFailure || databaseErrorOf(error) !== null) return true;
  if (!(error instanceof Error) || error instanceof AppError || error instanceof Pop3Error) return false;
  const { code } = error as { code?: unknown };
  const isOfSystem = typeof code === 'string' && /^E(?!RR_)/.test(code);
  return !isOfSystem && error.name !== 'TimeoutError' && error.name !== 'AbortError' && isThrownByUs(error);
}

/** Logs a failure of our own, and words it for whoever asked for the fetch. */
export function reportOwnFailure(ctx: Ctx, server: { id: number; name: string }, error: unknown): OwnFailure {
  if (error instanceof OwnFailure) return error;
  logOwnFailure(ctx, server.id, error);
  const isDown = isTransient(error);
  const words = `${whatFailed(error)} The mailbox ${server.name} is fine; the next scheduled fetch tries again.`;
  return new OwnFailure(isDown ? 'unavailable' : 'internal', words, { cause: error });
}

export function logOwnFailure(ctx: Ctx, serverId: number, error: unknown): void {
  if (error instanceof OwnFailure) return;
  ctx.log.error({ err: databaseErrorOf(error) ?? error, serverId }, 'a fetch failed through a fault of our own');
}

function whatFailed(error: unknown): string {
  if (databaseErrorOf(error) === null) return 'This product failed: a fault in its own code, which the log names.';
  if (isTransient(error)) return 'This product failed: its database did not answer.';
  return 'This product failed: its database refused what was to be written, and the log says why.';
}

/** Where it was thrown: in our files, or in those of a library or of Node alone. */
function isThrownByUs({ stack = '' }: Error): boolean {
  const frames = stack.split('\n').filter((line) => /^\s+at .*[/\\].*:\d+:\d+\)?$/.test(line));
  const first = frames.find((line) => !/\bnode:/.test(line));
  return first !== undefined && !/[/\\]node_modules[/\\]/.test(first);
}
