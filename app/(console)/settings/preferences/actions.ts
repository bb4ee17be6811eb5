'use server';
import { runAction } from '#lib/auth/action-client.ts';
import { changePassword } from '#lib/auth/passwords/change-password.ts';
import { readVisitor, writeSessionCookie } from '#lib/auth/session-cookie.ts';
import { signOutEverywhere } from '#lib/auth/sign-out.ts';
import { updatePreferences } from '#lib/users/update-preferences.ts';
import type { PreferencesInput } from '#lib/users/user-schema.ts';

/** Saves what users decide about themselves. */
export async function savePreferences(input: PreferencesInput) {
  return runAction((ctx) => updatePreferences(ctx, input));
}

/** Changes the password, signs all other browsers out, and keeps this one signed in. */
export async function saveNewPassword(input: { currentPassword: string; newPassword: string }) {
  return runAction(async (ctx) => {
    const { sessionToken } = await changePassword(ctx, input, await readVisitor());
    await writeSessionCookie(ctx.env, sessionToken);
  });
}

/** Ends every session of the user, this one included. */
export async function endAllSessions() {
  return runAction(() => signOutEverywhere());
}
