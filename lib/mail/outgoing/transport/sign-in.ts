import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Ctx } from '#lib/db/context.ts';
import { toSmtpAddress } from '#lib/mail/message/address.ts';
import { accessTokenFor } from '#lib/mail/servers/oauth/access-token.ts';
import type { SmtpSettings } from '#lib/mail/servers/smtp-settings.ts';

const signInTimeoutMs = 30_000;

/**
 * Signs in with user name and password, or with the token of a connected account (XOAUTH2). A token that the server does
 * not take although it should still be valid is renewed once.
 * @throws nodemailer's error; code `EOAUTH` where there is no token to be had for the time being, `EOAUTHENDED` where
 * somebody has to act
 */
export async function signIn(ctx: Ctx, smtp: SMTPConnection, settings: SmtpSettings): Promise<void> {
  const { login, serverId } = settings;
  if (!login) return;
  if ('password' in login) {
    await logIn(smtp, { credentials: { user: toSmtpAddress(login.user) ?? login.user, pass: login.password } });
    return;
  }
  const first = await tokenFor(ctx, serverId);
  let renewed: Promise<string> | null = null;
  const renew = () => {
    renewed ??= tokenFor(ctx, serverId, first);
    return renewed;
  };
  try {
    await logIn(smtp, bearer(login.user, first, renew));
  } catch (error) {
    if (renewed || (error as { responseCode?: number }).responseCode !== 535) throw error;
    await logIn(smtp, bearer(login.user, await renew(), renew));
  }
}

async function tokenFor(ctx: Ctx, serverId: number, refused?: string): Promise<string> {
  const token = await accessTokenFor(ctx, { direction: 'outgoing', serverId }, refused);
  if (token.ok) return token.value;
  const code = token.reason.kind === 'temporary' ? 'EOAUTH' : 'EOAUTHENDED';
  throw Object.assign(new Error(token.reason.words), { code });
}

/** How nodemailer takes a token; it asks for another one where the server explains its refusal in a challenge. */
function bearer(user: string, token: string, renew: () => Promise<string>) {
  const oauth2 = {
    getToken: (again: boolean, done: (error: unknown, token?: string) => void) => {
      if (!again) done(null, token);
      else renew().then((other) => done(null, other), done);
    },
    buildXOAuth2Token: (shown: string) =>
      Buffer.from(`user=${user}\x01auth=Bearer ${shown}\x01\x01`).toString('base64'),
  };
  return { user, oauth2 };
}

function logIn(smtp: SMTPConnection, credentials: object): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(timeout('the server did not answer the sign-in')), signInTimeoutMs);
    const finish = (error?: Error | null) => {
      clearTimeout(timer);
      smtp.removeListener('error', finish);
      if (error) reject(error);
      else resolve();
    };
    smtp.once('error', finish);
    smtp.login(credentials as Parameters<SMTPConnection['login']>[0], finish);
  });
}

function timeout(message: string): Error {
  return Object.assign(new Error(message), { code: 'ETIMEDOUT' });
}
