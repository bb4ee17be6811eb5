import { requireAttempt } from '#lib/auth/rate-limit/take-attempt.ts';
import { streamBlob } from '#lib/blobs/read-blob.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { readAttachmentLinkToken } from './attachment-link-url.ts';
import { countDownload, selectAttachmentLink } from './load-attachment-links.ts';

/** A link scanner and a reader or two behind one address; more is somebody using us as a file server. */
const perVisitor = { limit: 60, windowSeconds: 15 * 60 };

/** A file to hand out. */
export interface LinkedFile {
  name: string;
  contentType: string;
  /** Bytes. */
  size: number;
  content: AsyncIterable<Buffer>;
}

/**
 * The file behind a link of a mail; whoever has the link gets it, and each time is counted.
 * @param visitor address the request comes from; null when it is not known
 * @throws AppError `not_found` for a link that is not ours, was revoked or has expired, each in its own words;
 *   `rate_limited`
 */
export async function openAttachmentLink(
  ctx: Ctx,
  input: { token: string; visitor: string | null; count: boolean },
): Promise<LinkedFile> {
  await requireAttempt(ctx, `files:${input.visitor ?? 'unknown'}`, perVisitor, 'Too many downloads from your network.');
  const id = readAttachmentLinkToken(ctx.env.appSecret, input.token, ctx.now());
  const found = id === null ? null : await selectAttachmentLink(ctx.db, id);
  if (!found)
    throw new AppError('not_found', 'This link is not complete. Open it from the email again, without changing it.');
  if (found.revokedAt) {
    throw new AppError('not_found', `The sender has withdrawn the link to ${found.name}. Ask them to send it again.`);
  }
  if (found.expiresAt <= ctx.now()) {
    throw new AppError('not_found', `The link to ${found.name} has expired. Ask the sender for the file again.`);
  }
  if (input.count) await countDownload(ctx.db, found.id, ctx.now());
  const { name, contentType, size, sha256 } = found;
  return { name, contentType, size, content: streamBlob(ctx, sha256) };
}
