import type { NextAuthOptions } from 'next-auth';
import credentialsProvider from 'next-auth/providers/credentials';
import type { AppError } from '#lib/core/errors.ts';
import { anonymousActor } from '#lib/db/context.ts';
import type { Runtime } from '#lib/process/runtime.ts';
import { toAppError } from './problem.ts';
import { endSession, sessionSeconds, type Visitor } from './session.ts';
import { nextAuthSecret, usesSecureCookies } from './session-cookie.ts';
import { signIn } from './sign-in.ts';

/** What one request brings along and wants to know afterwards. */
export interface SignInAttempt {
  visitor: Visitor;
  origin: string | null;
  /** Why it was refused; next-auth itself answers 401 to everything. */
  refusal?: AppError;
}

/**
 * next-auth for one request. With credentials it knows JWT sessions only: the JWT carries a random session token, and
 * the row behind it is what counts (`currentActor`).
 */
export function nextAuthOptions(runtime: Runtime, attempt: SignInAttempt): NextAuthOptions {
  const ctx = runtime.ctxFor(anonymousActor);
  return {
    secret: nextAuthSecret(runtime.env),
    session: { strategy: 'jwt', maxAge: sessionSeconds },
    useSecureCookies: usesSecureCookies(runtime.env),
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      credentialsProvider({
        name: 'password',
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: async (given) => {
          try {
            const input = { email: given?.email ?? '', password: given?.password ?? '' };
            const { userId, sessionToken } = await signIn(ctx, input, attempt.visitor, attempt.origin);
            return { id: String(userId), sessionToken };
          } catch (error) {
            attempt.refusal = toAppError(error);
            if (attempt.refusal.code === 'internal') runtime.log.error({ err: error }, 'a sign-in failed');
            throw new Error(attempt.refusal.message);
          }
        },
      }),
    ],
    callbacks: {
      // Name and address are left out: they are read from the row, where they are never stale.
      jwt: ({ token, user }) => (user ? { sub: user.id, sessionToken: sessionTokenOf(user) } : token),
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sessionToken === 'string') await endSession(ctx, token.sessionToken);
      },
    },
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  };
}

function sessionTokenOf(user: object): string {
  return 'sessionToken' in user ? String(user.sessionToken) : '';
}
