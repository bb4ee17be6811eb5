import { attachmentUrl } from '#lib/attachments/attachment-url.ts';
import { keepAttachment } from '#lib/attachments/keep-attachment.ts';
import type { Ctx } from '#lib/db/context.ts';
import { joinTransaction } from '#lib/db/transaction.ts';
import { findContacts } from '#lib/documents/contact/find-contacts.ts';
import type { RecordFacts } from '#lib/documents/document-definition.ts';
import { follow } from '#lib/documents/follow.ts';
import { modelOf } from '#lib/documents/registry.ts';
import { blockRemotePictures, type SafeHtml } from '#lib/mail/message/safe-html.ts';
import { loadParent, type MessageRow, type Parent } from './load-messages.ts';
import { loadAuthor } from './load-people.ts';
import { loadReplyAddress } from './load-reply-address.ts';
import { newMessageId } from './new-message-id.ts';
import { publishMessage } from './publish-message.ts';
import { insertMessage, type NewMessage, takeSequence, updateMessage } from './store.ts';

export interface IncomingAttachment {
  filename: string;
  contentType: string;
  content: Uint8Array;
  /** Where the content is kept already. */
  stored?: { sha256: string; size: number } | undefined;
  /** With or without angle brackets. */
  contentId?: string | null | undefined;
}

/** A mail that was parsed and routed to a document. */
export interface IncomingMessage {
  model: string;
  recordId: number;
  /** Of the record, where they are known already. */
  facts?: RecordFacts | undefined;
  incomingMailId: number | null;
  /** Message-ID with angle brackets. */
  messageId: string;
  /** The message it answers. */
  parentId?: number | null | undefined;
  author: { contactId: number | null; name: string; email: string };
  subject: string;
  /** The whole body, with remote pictures: they are blocked here. */
  html: SafeHtml;
  /** What the sender wrote, without what they quoted; null: all of it. */
  visibleHtml: SafeHtml | null;
  /** True when it answers an internal message. */
  internal: boolean;
  date?: Date | null | undefined;
  incomingTo: { name: string; address: string }[];
  incomingCc: { name: string; address: string }[];
  attachments: IncomingAttachment[];
  /** Addresses in To and Cc: they have the mail already. */
  alreadyAddressed: string[];
  /** Automatic replies: notify nobody, and their sender does not become a follower. */
  silent?: boolean | undefined;
  /** False for other automatic mail: people without a user are not told. */
  notifyOutside?: boolean | undefined;
}

/**
 * Puts a received mail into a document's chatter and relays it, once, to the followers it did not reach itself, never
 * to its author. Joins the transaction of `ctx`.
 */
export async function postIncomingMessage(ctx: Ctx, input: IncomingMessage): Promise<{ messageId: number }> {
  return joinTransaction(ctx, async (tx) => {
    const facts = input.facts ?? (await modelOf(input.model).recordFacts(tx, input.recordId));
    const [parent, sequence, recipients] = await Promise.all([
      input.parentId ? loadParent(tx.db, input.parentId) : null,
      takeSequence(tx.db, input.model, input.recordId),
      recognised(tx, input, facts),
    ]);
    const row = { ...rowOf(tx, input, parent), sequence, recipients };
    const id = (await insertMessage(tx.db, row)) ?? (await insertUnderOwnId(tx, row, facts));
    const kept = await keepAttachments(tx, input, id);
    const bodies = {
      bodyHtml: linked(row.bodyHtml, kept),
      visibleHtml: row.visibleHtml && linked(row.visibleHtml, kept),
    };
    if (kept.some((attachment) => attachment.contentId)) await updateMessage(tx.db, id, bodies);
    await followAsAuthor(tx, input, facts);
    await publishMessage(tx, {
      message: { ...row, ...bodies, id },
      facts,
      explicitIds: input.internal && parent?.authorContactId ? [parent.authorContactId] : [],
      attachmentIds: kept.map((attachment) => attachment.id),
      incoming: [...input.incomingTo, ...input.incomingCc],
      alreadyAddressed: input.alreadyAddressed,
      silent: input.silent ?? false,
      notifyOutside: input.notifyOutside,
    });
    return { messageId: id };
  });
}

function rowOf(ctx: Ctx, input: IncomingMessage, parent: Parent | null) {
  const { model, recordId, author } = input;
  const isOurs = parent?.model === model && parent.recordId === recordId;
  return {
    model,
    recordId,
    kind: input.silent ? ('auto' as const) : ('email' as const),
    internal: input.internal,
    authorContactId: author.contactId,
    authorName: author.name || null,
    authorEmail: author.email || null,
    subject: input.subject || null,
    bodyHtml: blockRemotePictures(input.html),
    visibleHtml: input.visibleHtml && blockRemotePictures(input.visibleHtml),
    messageId: input.messageId,
    parentId: isOurs ? parent.id : null,
    incomingTo: input.incomingTo,
    incomingCc: input.incomingCc,
    incomingMailId: input.incomingMailId,
    createdBy: null,
    createdAt: ctx.now(),
  };
}

/** Contacts among To and Cc: shown as recipients, not mailed again. */
async function recognised(ctx: Ctx, input: IncomingMessage, facts: RecordFacts): Promise<MessageRow['recipients']> {
  const addresses = [...input.incomingTo, ...input.incomingCc].map(({ address }) => address);
  const wish = { companyId: facts.companyId, followerIds: facts.followerContactIds };
  const found = await findContacts(ctx, addresses, wish);
  return [...found.values()].map(({ id, name, email }) => ({ contactId: id, name, email }));
}

/** One mail may reach two documents: the second message cannot carry the same id, replies find the first. */
async function insertUnderOwnId(
  ctx: Ctx,
  row: NewMessage & ReturnType<typeof rowOf>,
  facts: RecordFacts,
): Promise<number> {
  const { domain } = await loadReplyAddress(ctx, facts);
  row.messageId = newMessageId(ctx, row, domain);
  const id = await insertMessage(ctx.db, row);
  if (id === null) throw new Error('a fresh Message-ID was taken');
  return id;
}

async function keepAttachments(ctx: Ctx, input: IncomingMessage, messageId: number) {
  const { model, recordId } = input;
  const kept = [];
  for (const { contentId: cidHeader, ...file } of input.attachments) {
    const cid = cidHeader?.replace(/^<|>$/g, '').trim() || null;
    const isShown = cid !== null && [cid, encodeURI(cid)].some((spelling) => input.html.includes(`cid:${spelling}`));
    const target = { model, recordId, messageId };
    kept.push(await keepAttachment(ctx, { ...file, contentId: isShown ? cid : null }, target));
  }
  return kept;
}

/** `cid:` pictures of the text point to the attachments they are. */
function linked(html: string, kept: { id: number; contentId: string | null }[]): string {
  return kept.reduce((text, { id, contentId }) => {
    if (!contentId) return text;
    const spellings = new Set([contentId, encodeURI(contentId), contentId.replaceAll('&', '&amp;')]);
    return [...spellings].reduce((done, cid) => done.replaceAll(`"cid:${cid}"`, `"${attachmentUrl(id)}"`), text);
  }, html);
}

/** A person we know who writes to a document follows it from then on. */
async function followAsAuthor(ctx: Ctx, input: IncomingMessage, facts: RecordFacts): Promise<void> {
  const { contactId } = input.author;
  if (contactId === null || input.silent || facts.followerContactIds.includes(contactId)) return;
  const author = await loadAuthor(ctx.db, contactId);
  if (author?.active) await follow(ctx, { model: input.model, recordId: input.recordId, contactIds: [contactId] });
}
