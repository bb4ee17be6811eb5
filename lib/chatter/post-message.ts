import { attachmentIdsIn } from '#lib/attachments/attachment-url.ts';
import { takeAttachments } from '#lib/attachments/take-attachments.ts';
import { requireSignedIn } from '#lib/auth/permissions.ts';
import { invalidField } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import type { RecordFacts } from '#lib/documents/document-definition.ts';
import { follow } from '#lib/documents/follow.ts';
import { modelOf } from '#lib/documents/registry.ts';
import { isEmptyHtml } from '#lib/mail/message/html.ts';
import { type PostMessageInput, postMessageSchema } from './chatter-schema.ts';
import { composedHtml } from './composed-html.ts';
import { loadMessageRow } from './load-messages.ts';
import { loadAuthor } from './load-people.ts';
import { loadReplyAddress } from './load-reply-address.ts';
import { newMessageId } from './new-message-id.ts';
import { publishMessage } from './publish-message.ts';
import { type ResolvedRecipient, resolveRecipients } from './resolve-recipients.ts';
import { insertMessage, takeSequence } from './store.ts';

/** Waiting messages stand before all others until they get their place. */
const waitingSequence = 2_147_483_647;

/**
 * Writes a message (`comment`: followers and recipients get it) or a note (`note`: only who is mentioned) into a
 * document's chatter. When this returns, the message, its mail and its job are committed.
 * @throws AppError `not_found` for a document the actor may not see; `invalid` naming the faulty field
 */
export async function postMessage(ctx: Ctx, input: PostMessageInput): Promise<{ messageId: number }> {
  requireSignedIn(ctx.actor);
  const asked = parseInput(postMessageSchema, input);
  const definition = modelOf(asked.model);
  await definition.read(ctx, asked.recordId);
  const bodyHtml = composedHtml(asked.body);
  const attachmentIds = [...new Set([...asked.attachmentIds, ...asked.attachments, ...attachmentIdsIn(bodyHtml)])];
  if (isEmptyHtml(bodyHtml) && attachmentIds.length === 0) {
    throw invalidField('body', 'The message is empty. Write something, or attach a file.');
  }
  if (asked.scheduledAt && asked.scheduledAt <= ctx.now()) {
    throw invalidField('scheduledAt', 'This moment has passed. Choose a later one, or send now.');
  }
  return inTransaction(ctx, async (tx) => {
    const facts = await definition.recordFacts(tx, asked.recordId);
    const mentioned = mentionedIn(bodyHtml).map((contactId) => ({ contactId }));
    const recipients = await resolveRecipients(tx, asked.to, facts);
    const mentions = await resolveRecipients(tx, mentioned, facts);
    const row = await newRow(tx, { ...asked, bodyHtml, facts, recipients: mergeById(recipients, mentions) });
    const messageId = await insertMessage(tx.db, row);
    if (messageId === null) throw new Error('a fresh Message-ID was taken');
    await takeAttachments(tx, attachmentIds, { ...asked, messageId });
    await begin(tx, { ...row, id: messageId }, facts, recipients, attachmentIds);
    return { messageId };
  });
}

/** Contacts named with @ in the text. */
function mentionedIn(html: string): number[] {
  return [...html.matchAll(/\sdata-contact-id="(\d{1,9})"/g)].map((match) => Number(match[1])).filter((id) => id > 0);
}

function mergeById(first: ResolvedRecipient[], second: ResolvedRecipient[]): ResolvedRecipient[] {
  return [...new Map([...first, ...second].map((recipient) => [recipient.contactId, recipient])).values()];
}

interface RowInput {
  model: string;
  recordId: number;
  kind: 'comment' | 'note';
  subject?: string | null | undefined;
  parentId?: number | null | undefined;
  scheduledAt?: Date | null | undefined;
  bodyHtml: string;
  facts: RecordFacts;
  recipients: ResolvedRecipient[];
}

async function newRow(ctx: Ctx, input: RowInput) {
  const { model, recordId, kind, bodyHtml, recipients } = input;
  const { actor } = ctx;
  const author = actor.contactId === null ? null : await loadAuthor(ctx.db, actor.contactId);
  const { domain } = await loadReplyAddress(ctx, input.facts);
  const parent = input.parentId ? await loadMessageRow(ctx.db, input.parentId) : null;
  const isOurs = parent?.model === model && parent.recordId === recordId;
  return {
    model,
    recordId,
    kind,
    bodyHtml,
    recipients,
    internal: kind === 'note',
    sequence: input.scheduledAt ? waitingSequence : await takeSequence(ctx.db, model, recordId),
    authorContactId: author?.contactId ?? null,
    authorName: author?.name ?? actor.name,
    authorEmail: author?.email ?? actor.email,
    subject: input.subject || null,
    messageId: newMessageId(ctx, input, domain),
    parentId: isOurs ? parent.id : null,
    createdBy: actor.userId,
    scheduledAt: input.scheduledAt ?? null,
    createdAt: ctx.now(),
  };
}

/** Posts the message now, or leaves it to its hour. */
async function begin(
  ctx: Ctx,
  message: Awaited<ReturnType<typeof newRow>> & { id: number },
  facts: RecordFacts,
  recipients: ResolvedRecipient[],
  attachmentIds: number[],
): Promise<void> {
  const { model, recordId, internal } = message;
  if (message.scheduledAt) return publishEvent(ctx.db, { topic: 'thread', model, recordId });
  const newFollowers = internal ? [] : recipients.map(({ contactId }) => contactId);
  await follow(ctx, { model, recordId, contactIds: [message.authorContactId, ...newFollowers] });
  const explicitIds = message.recipients.map(({ contactId }) => contactId);
  const plain = { incoming: [], alreadyAddressed: [], silent: false };
  await publishMessage(ctx, { message, facts, explicitIds, attachmentIds, ...plain });
}
