import { Readable } from 'node:stream';
import { contentHeaders } from '#lib/attachments/content-headers.ts';
import { openAttachmentLink } from '#lib/attachments/open-attachment-link.ts';
import { toAppError } from '#lib/auth/problem.ts';
import { readVisitor } from '#lib/auth/session-cookie.ts';
import { webRuntime } from '#lib/auth/web-runtime.ts';
import { errorStatus } from '#lib/core/errors.ts';
import { anonymousActor } from '#lib/db/context.ts';
import { problemPage } from '../problem-page.ts';

/** The file behind a link of a mail, to save. A link that has ended says so on a page. */
export async function GET(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const runtime = await webRuntime();
  try {
    const { token } = await params;
    const { ipAddress } = await readVisitor();
    // HEAD arrives here too: mail programs and scanners look without fetching.
    const isHead = request.method === 'HEAD';
    const input = { token, visitor: ipAddress, count: !isHead };
    const { content, ...file } = await openAttachmentLink(runtime.ctxFor(anonymousActor), input);
    const body = isHead ? null : (Readable.toWeb(Readable.from(content)) as ReadableStream);
    return new Response(body, { headers: headersOf(file) });
  } catch (error) {
    const problem = toAppError(error);
    const status = errorStatus[problem.code];
    if (status >= 500) runtime.log.error({ err: error }, 'a linked file could not be handed out');
    return problemPage(problem.message, status, problem.details.retryAfterSeconds);
  }
}

/** Always saved, never shown: whoever sent it may be anybody. Not kept by caches: the link may be withdrawn. */
function headersOf(file: { name: string; contentType: string; size: number }): Record<string, string> {
  const headers = contentHeaders({ ...file, contentType: 'application/octet-stream' });
  return {
    ...headers,
    'cache-control': 'private, no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex',
  };
}
