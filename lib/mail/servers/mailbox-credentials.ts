import type { Authentication } from '#lib/core/enumerations.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { accessTokenFor } from './oauth/access-token.ts';
import { openServerSecret } from './server-secret.ts';

/** How one signs in to a mailbox: with a password, or with the token of a connected account (XOAUTH2). */
export type MailboxCredentials = { user: string; password: string } | { user: string; token: string };

export interface MailboxAccount {
  id: number;
  authentication: Authentication;
  username: string | null;
  passwordSealed: string | null;
}

/** A connected account that does not let us in: somebody has to act, or the provider is away. */
export class AccountUnusable extends AppError {
  /** The mail server's words; empty where it was not asked. */
  readonly reply: string;

  constructor(words: string, reply = '', cause?: unknown) {
    super('unavailable', words, { cause });
    this.reply = reply;
  }
}

/**
 * What signing in to a mailbox takes, for this moment; it never leaves `lib`.
 * @param refused a token the server did not accept: another one is fetched
 * @throws AccountUnusable with what to do; AppError for a password that cannot be read
 */
export async function mailboxCredentials(
  ctx: Ctx,
  { id, authentication, username, passwordSealed }: MailboxAccount,
  refused?: string,
): Promise<MailboxCredentials> {
  const user = username ?? '';
  if (authentication !== 'oauth2') {
    return { user, password: passwordSealed ? openServerSecret(ctx, passwordSealed) : '' };
  }
  const token = await accessTokenFor(ctx, { direction: 'incoming', serverId: id }, refused);
  if (token.ok) return { user, token: token.value };
  throw new AccountUnusable(token.reason.words);
}
