'use server';
import { headers } from 'next/headers';
import { runAction } from '#lib/auth/action-client.ts';
import { askForPassword } from '#lib/auth/passwords/ask-for-password.ts';
import { choosePassword } from '#lib/auth/passwords/choose-password.ts';
import { readVisitor, writeSessionCookie } from '#lib/auth/session-cookie.ts';
import { completeSetup } from '#lib/auth/setup/complete-setup.ts';
import type { SetupInput } from '#lib/auth/setup/setup-schema.ts';

/** Creates the company and the first administrator, and signs them in. */
export async function setUp(input: SetupInput) {
  return runAction(async (ctx) => {
    const origin = (await headers()).get('origin');
    const { sessionToken } = await completeSetup(ctx, input, await readVisitor(), origin);
    await writeSessionCookie(ctx.env, sessionToken);
  });
}

/** Mails the link of a forgotten password, if there is such an account. */
export async function askForNewPassword(input: { email: string }) {
  return runAction(async (ctx) => askForPassword(ctx, input, await readVisitor()));
}

/** Sets the password of who follows a link, and signs them in. */
export async function chooseNewPassword(input: {
  token: string;
  kind: 'invitation' | 'password_reset';
  password: string;
}) {
  return runAction(async (ctx) => {
    const { sessionToken } = await choosePassword(ctx, input, await readVisitor());
    await writeSessionCookie(ctx.env, sessionToken);
  });
}
