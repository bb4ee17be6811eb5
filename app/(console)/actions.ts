'use server';
import { cookies } from 'next/headers';
import { runAction } from '#lib/auth/action-client.ts';
import { endSession } from '#lib/auth/session.ts';
import { readSessionToken, sessionCookieName } from '#lib/auth/session-cookie.ts';
import { updatePreferences } from '#lib/users/update-preferences.ts';

/** Developer mode on or off, for the signed-in user. */
export async function switchDeveloperMode(on: boolean) {
  return runAction((ctx) => updatePreferences(ctx, { developerMode: on }));
}

/** Ends this browser's session. */
export async function signOut() {
  return runAction(async (ctx) => {
    const token = await readSessionToken(ctx.env);
    if (token) await endSession(ctx, token);
    (await cookies()).delete(sessionCookieName(ctx.env));
  });
}
