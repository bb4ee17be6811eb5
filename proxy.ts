import { type NextRequest, NextResponse } from 'next/server';

/**
 * Not `/api`: Next cuts the body of every request that passes here at 10 MB, and mails are larger. Not `/mail-bodies` and
 * `/files`: mails are shown, and files handed out, under policies of their own.
 */
export const config = { matcher: ['/((?!api/|_next/|mail-bodies/|files/).*)'] };

/** Gives each page a nonce of its own, without which no script runs, and the headers that keep others out. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV !== 'production');
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  headers.set('x-page', pageOf(request.nextUrl));
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('referrer-policy', 'same-origin');
  response.headers.set('x-frame-options', 'SAMEORIGIN');
  response.headers.set('cross-origin-opener-policy', 'same-origin');
  response.headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=()');
  return response;
}

/** What a page does not know itself: its own address, for the way back after signing in. */
function pageOf({ pathname, searchParams }: URL): string {
  const asked = new URLSearchParams(searchParams);
  asked.delete('_rsc');
  return asked.size > 0 ? `${pathname}?${asked}` : pathname;
}

/** Styles may stand inline: Radix and the table place things by them. Mail bodies come from a route with a policy of their own. */
function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  const rules = [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? ' ws: wss:' : ''}`,
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ];
  return rules.join('; ');
}
