import { currentActor } from '#lib/auth/current-actor.ts';
import { toAppError } from '#lib/auth/problem.ts';
import { webRuntime } from '#lib/auth/web-runtime.ts';
import { AppError, errorStatus } from '#lib/core/errors.ts';
import { anonymousActor, type Ctx } from '#lib/db/context.ts';
import { incomingMailEml } from '#lib/mail/incoming/incoming-mail-eml.ts';
import { framePage, mailPage } from '#lib/mail/incoming/trace/mail-page.ts';
import { escapeHtml } from '#lib/mail/message/html.ts';
import { emailEml } from '#lib/mail/outgoing/email-eml.ts';
import { sandboxEml } from '#lib/mail/sandbox/sandbox-eml.ts';

/** The raw mail of each kind, for those who may read it. */
const sources: Record<string, (ctx: Ctx, id: number) => Promise<{ content: Uint8Array | AsyncIterable<Uint8Array> }>> =
  {
    emails: emailEml,
    'incoming-mails': incomingMailEml,
    sandbox: sandboxEml,
  };

/** A mail as its reader sees it, as a page of its own for `MailFrame`: no script, no form, no origin, and its own policy. */
export async function GET(
  request: Request,
  context: { params: Promise<{ kind: string; id: string }> },
): Promise<Response> {
  const { kind, id } = await context.params;
  const images = new URL(request.url).searchParams.get('images') === '1';
  const runtime = await webRuntime();
  try {
    const ctx = runtime.ctxFor((await currentActor()) ?? anonymousActor);
    const read = Object.hasOwn(sources, kind) ? sources[kind] : undefined;
    const number = Number(id);
    if (!read || !Number.isInteger(number) || number < 1 || number > 2_147_483_647) {
      throw new AppError('not_found', 'There is no such mail.');
    }
    const { content } = await read(ctx, number);
    return pageResponse(await mailPage(await whole(content), { images }), 200, images);
  } catch (error) {
    const problem = toAppError(error);
    const status = errorStatus[problem.code];
    if (status >= 500) runtime.log.error({ err: error }, 'a mail body could not be shown');
    return pageResponse(framePage(`<p class="nothing">${escapeHtml(problem.message)}</p>`), status, false);
  }
}

async function whole(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  return content instanceof Uint8Array ? content : Buffer.concat(await Array.fromAsync(content));
}

function pageResponse(html: string, status: number, images: boolean): Response {
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy(images),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
    },
  });
}

/** Links open new windows, which are free of the sandbox; nothing else leaves the frame. */
function policy(images: boolean): string {
  return [
    'sandbox allow-popups allow-popups-to-escape-sandbox',
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src data: 'self'${images ? ' http: https:' : ''}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ');
}
