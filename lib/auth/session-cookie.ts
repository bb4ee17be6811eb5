import { cookies, headers } from 'next/headers';
import { decode, encode } from 'next-auth/jwt';
import { deriveKey } from '#lib/core/crypto.ts';
import type { Env } from '#lib/core/env.ts';
import { sessionSeconds } from './session.ts';

/** What next-auth signs and encrypts its cookie with. */
export function nextAuthSecret(env: Pick<Env, 'appSecret'>): string {
  return deriveKey(env.appSecret, 'next-auth').toString('base64');
}

/** Whether cookies travel over https only. */
export function usesSecureCookies(env: Pick<Env, 'publicUrl'>): boolean {
  return env.publicUrl.startsWith('https:');
}

/** The name next-auth gives its cookie. */
export function sessionCookieName(env: Pick<Env, 'publicUrl'>): string {
  return usesSecureCookies(env) ? '__Secure-next-auth.session-token' : 'next-auth.session-token';
}

/** The session token this request's cookie carries; null without one, or with one we did not write. */
export async function readSessionToken(env: Env): Promise<string | null> {
  const jwt = (await cookies()).get(sessionCookieName(env))?.value;
  if (!jwt) return null;
  try {
    const payload = await decode({ token: jwt, secret: nextAuthSecret(env) });
    return typeof payload?.sessionToken === 'string' ? payload.sessionToken : null;
  } catch {
    // Changed, expired, or of another APP_SECRET: as good as none.
    return null;
  }
}

/** Signs this browser in, from a server action; the cookie is the one next-auth itself would write. */
export async function writeSessionCookie(env: Env, sessionToken: string): Promise<void> {
  const jwt = await encode({ token: { sessionToken }, secret: nextAuthSecret(env), maxAge: sessionSeconds });
  (await cookies()).set(sessionCookieName(env), jwt, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: usesSecureCookies(env),
    maxAge: sessionSeconds,
  });
}

/** Where this request comes from. The last entry of X-Forwarded-For is the one our own side wrote. */
export async function readVisitor(): Promise<{ ipAddress: string | null; userAgent: string | null }> {
  const sent = await headers();
  const forwarded = sent.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  return { ipAddress: forwarded?.slice(0, 60) || null, userAgent: sent.get('user-agent') };
}
