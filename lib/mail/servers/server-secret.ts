import { decryptSecret, encryptSecret } from '#lib/core/crypto.ts';
import { AppError, invalidField } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';

/** A password or token as the database keeps it. */
export function sealServerSecret(ctx: Ctx, plain: string): string {
  return encryptSecret(ctx.env.appSecret, plain);
}

/**
 * The password or token of a server, for the moment of signing in; it never leaves `lib`.
 * @throws AppError `unavailable` when it was sealed under another APP_SECRET
 */
export function openServerSecret(ctx: Ctx, sealed: string): string {
  try {
    return decryptSecret(ctx.env.appSecret, sealed);
  } catch (cause) {
    const message =
      'The stored password cannot be read: it was saved under another APP_SECRET. Enter it again on the server.';
    throw new AppError('unavailable', message, { cause });
  }
}

/**
 * A stored password goes to the host it was entered for and to no other: who may change servers could otherwise have
 * it sent to a machine of their own.
 * @throws AppError `invalid` on `password` when the host changes and no password comes with it
 */
export function assertSecretStaysHome(
  before: { host: string | null; passwordSetAt: Date | null } | null,
  change: { host?: string | null | undefined; password?: string | null | undefined },
): void {
  const isMoved = change.host !== undefined && before?.host?.toLowerCase() !== change.host?.toLowerCase();
  if (!isMoved || !before?.passwordSetAt || change.password !== undefined) return;
  throw invalidField(
    'password',
    'The host is another one. Enter the password again, so that it reaches no server by mistake.',
  );
}
