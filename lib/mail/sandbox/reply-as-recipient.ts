import { randomBytes } from 'node:crypto';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { readBlob } from '#lib/blobs/read-blob.ts';
import { AppError } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { parseMail } from '#lib/mail/incoming/parse/parse-mail.ts';
import { receiveMail } from '#lib/mail/incoming/receive.ts';
import { type NamedAnswer, nameAnswer } from '#lib/mail/incoming/trace/name-routes.ts';
import { parseAddress } from '#lib/mail/message/address.ts';
import { composeReply } from '#lib/mail/sandbox/compose-reply.ts';
import { type ReplyAsRecipientInput, replyAsRecipientSchema } from '#lib/mail/sandbox/sandbox-schema.ts';
import { markSandboxReplied, selectSandboxMessage } from '#lib/mail/sandbox/store.ts';

/**
 * Answers a mail of the sandbox in its recipient's place: a real mail that comes back in through the gateway.
 * @returns what the gateway did with it
 * @throws AppError `not_found`, `invalid`, `conflict` where the mail names nobody to answer to
 */
export async function replyAsRecipient(ctx: Ctx, input: ReplyAsRecipientInput): Promise<NamedAnswer> {
  requireAdministrator(ctx.actor);
  const { id, from, text } = parseInput(replyAsRecipientSchema, input);
  const row = await selectSandboxMessage(ctx.db, id);
  if (!row) throw new AppError('not_found', `There is no mail ${id} in the sandbox.`);
  const author = parseAddress(from);
  const mail = await parseMail(await readBlob(ctx, row.sha256));
  if (!author) throw new AppError('invalid', 'Write one email address, e.g. mary@customer.example.');
  const random = randomBytes(12).toString('hex');
  const reply = composeReply({ mail, from: author, text, date: ctx.now(), random });
  if (reply.to.length === 0) throw new AppError('conflict', 'This mail names nobody to answer to.');
  const answer = await receiveMail(ctx, {
    raw: await reply.raw,
    source: 'sandbox',
    envelopeFrom: author.address,
    envelopeTo: reply.to.join(', '),
  });
  await markSandboxReplied(ctx.db, id, ctx.now());
  await publishEvent(ctx.db, { topic: 'sandbox' });
  return nameAnswer(ctx, answer);
}
