import { sha256 } from '#lib/core/crypto.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { loadSessions } from './load-sessions.ts';
import { readSessionToken } from './session-cookie.ts';

/** A browser somebody is signed in with. */
export interface SessionItem {
  /** Names the session in lists; opens nothing. */
  id: string;
  createdAt: Date;
  /** Exact to ten minutes. */
  lastSeenAt: Date;
  userAgent: string | null;
  ipAddress: string | null;
  /** The one that asks. */
  isCurrent: boolean;
}

/** The browsers the signed-in user is signed in with, the last one seen first. */
export async function listMySessions(ctx: Ctx): Promise<SessionItem[]> {
  if (ctx.actor.userId === null) throw new AppError('unauthenticated', 'Sign in first.');
  const token = await readSessionToken(ctx.env);
  const mine = token === null ? null : sha256(token);
  const rows = await loadSessions(ctx.db, ctx.actor.userId, ctx.now());
  return rows.map(({ tokenHash, ...row }) => ({ ...row, id: tokenHash.slice(0, 12), isCurrent: tokenHash === mine }));
}
