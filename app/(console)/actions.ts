'use server';
import { runAction } from '#lib/auth/action-client.ts';
import { signOut } from '#lib/auth/sign-out.ts';
import { updatePreferences } from '#lib/users/update-preferences.ts';

/** Developer mode on or off, for the signed-in user. */
export async function switchDeveloperMode(on: boolean) {
  return runAction((ctx) => updatePreferences(ctx, { developerMode: on }));
}

/** Ends this browser's session. */
export async function endThisSession() {
  return runAction(() => signOut());
}
