import type { Ctx } from '#lib/db/context.ts';
import { sanitizeMailHtml } from '#lib/mail/message/sanitize-html.ts';
import { type MessageAddress, readMessage } from './read-message.ts';

/**
 * No script ever runs in the frame; it keeps our origin only so that the page around it can measure its height.
 * Pictures from outside load because the reader asked for them.
 */
const policy = [
  'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox',
  "default-src 'none'",
  "img-src 'self' data: http: https:",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

const style =
  'body{margin:0;padding:12px;font:14px/1.55 ui-sans-serif,system-ui,sans-serif;color:#18181b;background:#fff;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}blockquote{margin:8px 0;padding-left:12px;border-left:2px solid #e4e4e7}';

/**
 * A message as a page of its own for a frame, with the pictures its sender keeps elsewhere.
 * @throws AppError `not_found` for a document or message the actor may not see
 */
export async function frameMessage(
  ctx: Ctx,
  address: MessageAddress,
  { whole }: { whole: boolean },
): Promise<{ html: string; headers: Record<string, string> }> {
  const message = await readMessage(ctx, address);
  const shown = whole ? message.bodyHtml : (message.visibleHtml ?? message.bodyHtml);
  const body = sanitizeMailHtml(shown, { allowRemoteImages: true });
  return {
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Message</title><base target="_blank"><style>${style}</style></head><body dir="auto">${body}</body></html>`,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
    },
  };
}
