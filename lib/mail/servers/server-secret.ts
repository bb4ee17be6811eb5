import { decryptSecret, encryptSecret } from '#lib/core/crypto.ts';
import { AppError } from '#lib/core/errors.ts';
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
