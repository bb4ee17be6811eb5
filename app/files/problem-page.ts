import { escapeHtml } from '#lib/mail/message/html.ts';

const style = `:root{color-scheme:light dark;font:15px/1.6 ui-sans-serif,system-ui,sans-serif}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:16px;box-sizing:border-box;background:light-dark(#fafafa,#18181b);color:light-dark(#18181b,#fafafa)}
main{max-width:26rem;padding:24px;border:1px solid light-dark(#e4e4e7,#3f3f46);border-radius:8px;background:light-dark(#fff,#27272a)}
h1{margin:0 0 8px;font-size:19px;font-weight:500}p{margin:0;overflow-wrap:anywhere}`;

/** Why a file cannot be had, as a page that needs nothing else from here. */
export function problemPage(message: string, status: number, retryAfterSeconds: number | undefined): Response {
  const title = status === 429 ? 'Please wait a moment' : 'This file is not available';
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${title}</title><style>${style}</style></head><body><main><h1>${title}</h1><p dir="auto">${escapeHtml(message)}</p></main></body></html>`;
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
    },
  });
}
