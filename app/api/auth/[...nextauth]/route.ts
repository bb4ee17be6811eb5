import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { errorResponse } from '#lib/api/serve.ts';
import { nextAuthOptions, type SignInAttempt } from '#lib/auth/next-auth-options.ts';
import { isOwnOrigin } from '#lib/auth/own-origin.ts';
import { readVisitor } from '#lib/auth/session-cookie.ts';
import { webRuntime } from '#lib/auth/web-runtime.ts';
import { AppError, errorStatus } from '#lib/core/errors.ts';

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth, with our status codes: 429 while there were too many attempts, 403 for other sites' pages. */
async function handle(request: NextRequest, context: Context): Promise<Response> {
  const runtime = await webRuntime();
  process.env.NEXTAUTH_URL ??= runtime.env.publicUrl;
  const origin = request.headers.get('origin');
  if (request.method === 'POST' && !isOwnOrigin(request.headers, runtime.env.publicUrl)) {
    const message = `Sign in at ${runtime.env.publicUrl}; this request comes from another site.`;
    return errorResponse(new AppError('forbidden', message), runtime);
  }
  const attempt: SignInAttempt = { visitor: await readVisitor(), origin };
  const response: Response = await NextAuth(request, context, nextAuthOptions(runtime, attempt));
  return attempt.refusal ? withStatus(response, attempt.refusal) : response;
}

function withStatus(response: Response, refusal: AppError): Response {
  const headers = new Headers(response.headers);
  const seconds = refusal.details.retryAfterSeconds;
  if (seconds) headers.set('retry-after', String(seconds));
  // A form posted without script is led back to the page with a redirect; that stays one.
  const status = response.status === 302 ? 302 : errorStatus[refusal.code];
  return new Response(response.body, { status, headers });
}

export { handle as GET, handle as POST };
