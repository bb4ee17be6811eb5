import { cookies } from 'next/headers';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/errors.ts';
import { anonymousActor } from '#lib/db/context.ts';
import { currentActor } from './current-actor.ts';
import { endSession } from './session.ts';
import { readSessionToken, sessionCookieName } from './session-cookie.ts';
import { removeSessionsOf } from './store.ts';
import { webRuntime } from './web-runtime.ts';

/** Ends this browser's session and takes its cookie away; for server actions. */
export async function signOut(): Promise<void> {
  const runtime = await webRuntime();
  const token = await readSessionToken(runtime.env);
  if (token) await endSession(runtime.ctxFor(anonymousActor), token);
  (await cookies()).delete(sessionCookieName(runtime.env));
}

/**
 * Ends every session of the signed-in user, this one included; for server actions.
 * @returns how many browsers were signed out
 */
export async function signOutEverywhere(): Promise<number> {
  const runtime = await webRuntime();
  const actor = await currentActor();
  if (actor?.userId == null) throw new AppError('unauthenticated', 'Sign in first.');
  const ctx = runtime.ctxFor(actor);
  const ended = await removeSessionsOf(ctx.db, actor.userId);
  await recordAudit(ctx, { action: 'user.sign-out-everywhere', targetType: 'user', targetId: actor.userId });
  (await cookies()).delete(sessionCookieName(runtime.env));
  return ended;
}
