import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { isDocumentModel, modelOf } from '#lib/documents/registry.ts';
import { newMessageId } from '../new-message-id.ts';
import { insertMessage, insertNotifications, takeSequence } from '../store.ts';
import type { NoticeAuthor, NoticeMail } from './load-unreached.ts';

/** What a notice of a mail without a document belongs to. */
export const emailModel = 'email';

/** Where the notices of a mail stand: in the chatter of its document, or with the mail itself. */
export async function placeOfNotice(ctx: Ctx, mail: NoticeMail): Promise<{ model: string; recordId: number }> {
  const { model, recordId } = mail;
  if (model === null || recordId === null || !isDocumentModel(model)) return { model: emailModel, recordId: mail.id };
  const { exists } = await modelOf(model).recordFacts(ctx, recordId);
  return exists ? { model, recordId } : { model: emailModel, recordId: mail.id };
}

/** Where the author finds the mail: administrators the mail itself, others the message it carries. */
export function linkToMail(
  mail: NoticeMail,
  author: NoticeAuthor,
  place: { model: string; recordId: number },
): { path: string; label: string } {
  if (author.isAdministrator || !isDocumentModel(place.model) || mail.threadMessageId === null) {
    return { path: `/technical/emails/${mail.id}`, label: 'Open the mail' };
  }
  const { path } = modelOf(place.model);
  return { path: `${path}/${place.recordId}#message-${mail.threadMessageId}`, label: 'Open the message' };
}

/**
 * Writes an automatic entry that colleagues see and nobody else, and puts it into the author's Inbox. Never a mail: a
 * notice of mail that does not arrive must not become one.
 */
export async function postNotice(
  ctx: Ctx,
  input: { mail: NoticeMail; author: NoticeAuthor; place: { model: string; recordId: number }; html: string },
): Promise<void> {
  const { mail, author, place, html } = input;
  const { model, recordId } = place;
  const messageId = await insertMessage(ctx.db, {
    model,
    recordId,
    sequence: await takeSequence(ctx.db, model, recordId),
    kind: 'auto',
    internal: true,
    authorName: 'PerfectWORK Mail',
    subject: model === emailModel ? mail.subject : null,
    bodyHtml: html,
    messageId: newMessageId(ctx, place, null),
    parentId: mail.threadMessageId,
    createdAt: ctx.now(),
  });
  if (messageId === null) throw new Error('a fresh Message-ID was taken');
  const { contactId, userId } = author;
  const entry = { messageId, contactId, name: '', email: '', channel: 'inbox' as const, createdAt: ctx.now() };
  await insertNotifications(ctx.db, [entry]);
  await publishEvent(ctx.db, { topic: 'thread', model, recordId });
  await publishEvent(ctx.db, { topic: 'inbox', userId });
}
