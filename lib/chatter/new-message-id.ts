import { randomBytes } from 'node:crypto';
import type { Ctx } from '#lib/db/context.ts';
import { makeMessageId } from '#lib/mail/message/message-id.ts';

/** A Message-ID for a message of a document, under a domain of ours where there is one. */
export function newMessageId(ctx: Ctx, record: { model: string; recordId: number }, domain: string | null): string {
  return makeMessageId({
    random: randomBytes(12).toString('hex'),
    unixTime: ctx.now().getTime() / 1000,
    model: record.model,
    recordId: record.recordId,
    host: domain ?? new URL(ctx.env.publicUrl).hostname,
  });
}
