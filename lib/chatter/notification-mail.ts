import { attachmentUrl } from '#lib/attachments/attachment-url.ts';
import type { RecordFacts } from '#lib/documents/document-definition.ts';
import { absoluteLinks } from '#lib/mail/message/absolute-links.ts';
import {
  formatAddress,
  isValidMailbox,
  type MailAddress,
  normaliseAddress,
  parseAddress,
} from '#lib/mail/message/address.ts';
import { cleanSubject } from '#lib/mail/message/headers.ts';
import { htmlToText } from '#lib/mail/message/html.ts';
import { type Ancestor, buildReferences } from '#lib/mail/message/references.ts';
import { sanitizeComposerHtml } from '#lib/mail/message/sanitize-html.ts';
import type { DraftRecipient, EmailDraft } from '#lib/mail/outgoing/queue/email-draft.ts';
import { actionHtml, notificationLayout, textActionPlaceholder, unfollowHtml } from './notification-layout.ts';
import type { Notified } from './who-is-notified.ts';

/** Longer display names would fold the Reply-To header, and folding breaks the signatures of some mailers. */
const maxReplyToLength = 68;
/** From here on the others are not listed in To: it is a broadcast, not a conversation. */
const maxListed = 50;

export interface NotificationFacts {
  message: {
    id: number;
    model: string;
    recordId: number;
    subject: string | null;
    bodyHtml: string;
    messageId: string;
    internal: boolean;
  };
  record: Pick<RecordFacts, 'name' | 'companyId'>;
  /** As in "View lead". */
  label: string;
  /** Absolute address of the document. */
  recordUrl: string;
  /** `https://...` without a trailing slash. */
  baseUrl: string;
  /** Null address: a robot, or nobody known; the default From then. */
  author: { name: string; email: string | null; signature: string | null };
  companyName: string | null;
  replyAddress: string | null;
  /** Oldest first. */
  ancestors: Ancestor[];
  attachmentIds: number[];
  /** Content-IDs of the attachments that are pictures inside the text. */
  contentIds: Map<number, string>;
  /** To and Cc of the incoming mail that is relayed, without our own addresses. */
  incoming: MailAddress[];
  /** Of followers who are users, by contact. */
  unfollowUrls: Map<number, string>;
}

/** The mail that carries a message to everybody who is told by mail, each with a copy of their own. */
export function notificationMail(facts: NotificationFacts, notified: Notified[]): EmailDraft {
  const { message, record, author } = facts;
  const bodyHtml = bodyForMail(facts);
  const signatureHtml = author.signature ? sanitizeComposerHtml(author.signature) : null;
  const text = htmlToText(bodyHtml);
  const layout = { bodyHtml, signatureHtml, preview: text.slice(0, 120), recordName: record.name };
  const bodyText = `${signatureHtml ? `${text}\n\n-- \n${htmlToText(signatureHtml)}` : text}${textActionPlaceholder}`;
  return {
    subject: cleanSubject(message.subject ?? '') || cleanSubject(`Re: ${record.name}`),
    from: author.email && isValidMailbox(author.email) ? fromHeader(author.name, author.email) : null,
    to: notified
      .map((person) => formatAddress(person.name, person.email))
      .slice(0, maxListed)
      .join(', '),
    replyTo: replyTo(facts),
    html: notificationLayout({ ...layout, companyName: facts.companyName, internal: message.internal }),
    text: bodyText,
    attachmentIds: facts.attachmentIds,
    messageId: message.messageId,
    references: buildReferences(facts.ancestors, message.messageId),
    threadMessageId: message.id,
    model: message.model,
    recordId: message.recordId,
    companyId: record.companyId,
    recipients: recipientsOf(facts, notified),
  };
}

function fromHeader(name: string, email: string): string {
  return formatAddress(name, parseAddress(email)?.address ?? email);
}

/** `"Company Record" <alias or catchall>`; the name is dropped where the header would grow too long. */
function replyTo({ replyAddress, companyName, record }: NotificationFacts): string | null {
  if (!replyAddress) return null;
  const named = formatAddress(cleanSubject([companyName, record.name].filter(Boolean).join(' ')), replyAddress);
  return named.length > maxReplyToLength ? replyAddress : named;
}

/** Links that work from outside, pictures that travel along, and nothing that could be taken for one of our placeholders. */
function bodyForMail({ message, baseUrl, contentIds }: NotificationFacts): string {
  let html = message.bodyHtml.replace(/\sdata-blocked-src="/g, ' src="').replaceAll('{{', '&#123;&#123;');
  for (const [id, contentId] of contentIds)
    html = html.replaceAll(`src="${attachmentUrl(id)}"`, `src="cid:${contentId}"`);
  return absoluteLinks(html, baseUrl);
}

function recipientsOf(facts: NotificationFacts, notified: Notified[]): DraftRecipient[] {
  const externals = otherExternals(facts, notified);
  return notified.map((person, copy) => {
    const isUser = person.userId !== null;
    const own = formatAddress(person.name, person.email);
    const others = externals.filter((other) => normaliseAddress(other.address) !== normaliseAddress(person.email));
    const unfollowUrl = isUser ? facts.unfollowUrls.get(person.contactId) : undefined;
    return {
      email: person.email,
      name: person.name,
      contactId: person.contactId,
      copy,
      headerTo: [own, ...others.map((other) => formatAddress(other.name, other.address))].join(', '),
      personalisation: {
        pw_action: isUser ? actionHtml(facts.label, facts.recordUrl, facts.record.name) : '',
        pw_action_text: isUser ? `\n\nView ${facts.label}: ${facts.recordUrl}` : '',
        pw_footer: unfollowUrl ? unfollowHtml(unfollowUrl) : '',
      },
    };
  });
}

/** Whom "reply to all" should reach besides the recipient: people without a user, and those the incoming mail went to. */
function otherExternals({ message, incoming }: NotificationFacts, notified: Notified[]): MailAddress[] {
  if (message.internal) return [];
  const users = new Set(
    notified.filter((person) => person.userId !== null).map((person) => normaliseAddress(person.email)),
  );
  const listed = new Map<string, MailAddress>();
  const people = notified.filter((person) => person.userId === null);
  for (const other of [...people.map(({ name, email }) => ({ name, address: email })), ...incoming]) {
    const key = normaliseAddress(other.address);
    if (!users.has(key) && isValidMailbox(other.address) && !listed.has(key)) listed.set(key, other);
  }
  return listed.size < maxListed ? [...listed.values()] : [];
}
