import type { RouteRecord } from '#drizzle/schema/incoming-mail.ts';
import type { StoredBlob } from '#lib/blobs/store-blob.ts';
import { postIncomingMessage } from '#lib/chatter/post-incoming-message.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { MadeFromMail, RecordFacts } from '#lib/documents/document-definition.ts';
import { modelOf } from '#lib/documents/registry.ts';
import { formatAddress, type MailAddress, normaliseAddress } from '#lib/mail/message/address.ts';
import { textToHtml } from '#lib/mail/message/html.ts';
import { splitQuotedHtml } from '#lib/mail/message/quoted-html.ts';
import { cutSafeHtml, noHtml, type SafeHtml } from '#lib/mail/message/safe-html.ts';
import { sanitizeMailHtml } from '#lib/mail/message/sanitize-html.ts';
import { stableMessageId } from '../keep/mail-keys.ts';
import type { RawMail } from '../keep/open-mail.ts';
import type { ParsedMail } from '../parse/parsed-mail.ts';
import type { MimePart } from '../parse/read-mime-tree.ts';
import type { Route } from '../route/decision.ts';
import type { ReadRecord } from '../route/thread-matches.ts';
import { type Author, chooseAuthor } from './identify-author.ts';
import { liftPictures } from './lift-pictures.ts';

/** A mail on its way into documents. */
export interface Delivered {
  /** Of the stored mail. */
  row: StoredBlob & { id: number };
  raw: RawMail;
  mail: ParsedMail;
  author: Author;
  /** The RCPT addresses: they have the mail. */
  envelopeTo: MailAddress[];
  /** Tells our own addresses from others. */
  isOwn: (address: string) => boolean;
  /** Facts of a record as they stood before the mail. */
  records: ReadRecord;
  keepOriginal: boolean;
  keepAttachments: boolean;
}

const posting = ['reply_posted', 'record_created', 'record_updated', 'auto_reply'];

/** Does what one route says: creates or updates the document, and posts the mail in its chatter. */
export async function deliverRoute(ctx: Ctx, delivered: Delivered, route: Route): Promise<RouteRecord> {
  const { outcome, model, aliasId, reason } = route;
  const record: RouteRecord = { outcome, model, recordId: route.recordId, messageId: null, aliasId, reason };
  if (!posting.includes(outcome) || model === null) return record;
  if (outcome === 'auto_reply' && route.recordId === null) return record;
  const foreign = foreignAddresses(delivered);
  if (route.recordId === null) {
    const made = await createRecord(ctx, delivered, foreign, route, model);
    const facts = await modelOf(model).recordFacts(ctx, made.id);
    const messageId = await post(ctx, withSender(delivered, made.senderContactId), foreign, route, {
      ...{ model, facts },
      recordId: made.id,
    });
    return { ...record, recordId: made.id, messageId };
  }
  const { recordId } = route;
  if (outcome !== 'auto_reply') await updateRecord(ctx, delivered.mail, foreign, model, recordId);
  const facts = await delivered.records(model, recordId);
  return { ...record, messageId: await post(ctx, delivered, foreign, route, { model, recordId, facts }) };
}

/** The author is known where the new document made a contact of the sender. */
function withSender(delivered: Delivered, contactId: number | null): Delivered {
  const { author } = delivered;
  if (contactId === null || author.candidates.some(({ id }) => id === contactId)) return delivered;
  const candidates = [...author.candidates, { id: contactId, companyId: null, userId: null }];
  return { ...delivered, author: { ...author, candidates } };
}

async function createRecord(
  ctx: Ctx,
  { mail, author }: Delivered,
  foreign: Foreign,
  route: Route,
  model: string,
): Promise<MadeFromMail> {
  const { createFromMail, label } = modelOf(model);
  if (!createFromMail) throw new AppError('invalid', `Mails cannot create a ${label}.`);
  return createFromMail(ctx, {
    subject: mail.subject,
    from: mail.from ?? { name: '', address: '' },
    to: headerOf(foreign.to),
    cc: headerOf(foreign.cc),
    ...chooseAuthor(author.candidates, [], route.companyId),
    senderIsOurs: author.isOurs,
    companyId: route.companyId,
    defaults: route.defaults,
    bodyText: mail.visibleText,
  });
}

async function updateRecord(
  ctx: Ctx,
  mail: ParsedMail,
  foreign: Foreign,
  model: string,
  recordId: number,
): Promise<void> {
  const from = mail.from ?? { name: '', address: '' };
  await modelOf(model).updateFromMail?.(ctx, recordId, { cc: headerOf(foreign.cc), from });
}

function headerOf(list: MailAddress[]): string {
  return list.map(({ name, address }) => formatAddress(name, address)).join(', ');
}

/** The recipients of a mail that are no alias, catchall or bounce address of ours. */
interface Foreign {
  to: MailAddress[];
  cc: MailAddress[];
}

function foreignAddresses({ mail, isOwn }: Delivered): Foreign {
  const isForeign = (one: MailAddress) => !isOwn(one.address);
  return { to: mail.to.filter(isForeign), cc: mail.cc.filter(isForeign) };
}

/** The record a mail is posted on. */
interface Target {
  model: string;
  recordId: number;
  facts: RecordFacts;
}

async function post(
  ctx: Ctx,
  delivered: Delivered,
  foreign: Foreign,
  route: Route,
  { model, recordId, facts }: Target,
): Promise<number> {
  const { mail, raw, author, envelopeTo } = delivered;
  const chosen = chooseAuthor(author.candidates, facts.followerContactIds, facts.companyId);
  const { texts, pictures } = liftPictures<SafeHtml | null>([mail.html, visibleHtml(mail)]);
  const { messageId } = await postIncomingMessage(ctx, {
    ...{ model, recordId, facts },
    incomingMailId: delivered.row.id,
    messageId: stableMessageId(mail, raw),
    parentId: route.parentRowId,
    author: { contactId: chosen.contactId, name: mail.from?.name ?? '', email: author.email ?? '' },
    subject: mail.subject,
    html: texts[0] ?? noHtml,
    visibleHtml: texts[1] ?? null,
    internal: route.isInternal,
    date: mail.date === null ? null : new Date(mail.date),
    incomingTo: foreign.to,
    incomingCc: foreign.cc,
    attachments: [...attachmentsOf(delivered), ...pictures],
    alreadyAddressed: [...mail.to, ...mail.cc, ...envelopeTo].map((one) => normaliseAddress(one.address)),
    silent: !route.notify,
    notifyOutside: route.notifyOutside,
  });
  return messageId;
}

/** What the sender wrote now, without what he quoted; null: all of it. */
function visibleHtml(mail: ParsedMail): SafeHtml | null {
  if (mail.html === null) return null;
  if (!hasHtml(mail.root)) return mail.visibleText ? sanitizeMailHtml(textToHtml(mail.visibleText)) : null;
  return cutSafeHtml(mail.html, splitQuotedHtml(mail.html).visible.length);
}

function hasHtml(part: MimePart): boolean {
  return part.type === 'text/html' || part.children.some(hasHtml);
}

function attachmentsOf({ mail, row, keepAttachments, keepOriginal }: Delivered) {
  const stored = { sha256: row.sha256, size: row.size };
  const original = {
    filename: 'original_email.eml',
    contentType: 'message/rfc822',
    content: new Uint8Array(0),
    stored,
  };
  return [...(keepAttachments ? mail.attachments : []), ...(keepOriginal ? [original] : [])];
}
