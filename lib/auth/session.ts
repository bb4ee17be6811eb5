import { addMilliseconds } from '#lib/core/clock.ts';
import { sha256 } from '#lib/core/crypto.ts';
import { randomToken } from '#lib/core/ids.ts';
import type { Actor, Ctx } from '#lib/db/context.ts';
import {
  type AccountFacts,
  findSessionAccount,
  insertSession,
  removeSession,
  removeSessionsOf,
  touchSession,
} from './store.ts';

/** How long a sign-in lasts. */
export const sessionSeconds = 30 * 24 * 3600;
/** `lastSeenAt` is exact to this, so that a click does not cost a write. */
const seenEveryMs = 10 * 60_000;

/** Where a browser signs in from; shown to its user. */
export interface Visitor {
  ipAddress: string | null;
  userAgent: string | null;
}

/** Opens a session. The token goes into the cookie; the database keeps its hash alone. */
export async function startSession(ctx: Ctx, userId: number, visitor: Visitor): Promise<string> {
  const token = randomToken();
  const now = ctx.now();
  await insertSession(ctx.db, {
    tokenHash: sha256(token),
    userId,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: addMilliseconds(now, sessionSeconds * 1000),
    userAgent: visitor.userAgent?.slice(0, 300) ?? null,
    ipAddress: visitor.ipAddress,
  });
  return token;
}

/** Who a session token stands for; null when it expired, was ended, or its user was deactivated. */
export async function readSession(ctx: Ctx, token: string): Promise<Actor | null> {
  const tokenHash = sha256(token);
  const account = await findSessionAccount(ctx.db, tokenHash, ctx.now());
  if (!account) return null;
  if (ctx.now().getTime() - account.lastSeenAt.getTime() > seenEveryMs) {
    await touchSession(ctx.db, tokenHash, ctx.now());
  }
  return actorOfAccount(account);
}

/** Ends one session. */
export async function endSession(ctx: Ctx, token: string): Promise<void> {
  await removeSession(ctx.db, sha256(token));
}

/**
 * Ends every session of a user.
 * @returns how many there were
 */
export function endSessionsOf(ctx: Ctx, userId: number): Promise<number> {
  return removeSessionsOf(ctx.db, userId);
}

/** A signed-in user as the verbs see them. */
export function actorOfAccount(account: AccountFacts): Actor {
  const { userId, contactId, name, email, role, companyIds } = account;
  return { kind: 'user', userId, contactId, name, email, role, companyIds, scopes: ['*'] };
}
