import MailComposer from 'nodemailer/lib/mail-composer';
import { sha256 } from '#lib/core/crypto.ts';
import { cleanSubject } from '#lib/mail/message/headers.ts';
import { htmlToText, isEmptyHtml } from '#lib/mail/message/html.ts';
import type { EmailToSend } from '#lib/mail/outgoing/load-emails.ts';
import { attachmentPart } from '#lib/mail/outgoing/serialize/attachment-part.ts';
import { buildMessage } from '#lib/mail/outgoing/serialize/build-message.ts';
import { fillPlaceholders, plainValues } from '#lib/mail/outgoing/serialize/fill-placeholders.ts';
import { takeInlineImages } from '#lib/mail/outgoing/serialize/inline-images.ts';
import { type DownloadLink, withLinkBlock, withTextLinks } from '#lib/mail/outgoing/serialize/link-block.ts';
import { writePlainMessage } from '#lib/mail/outgoing/serialize/plain-message.ts';
import { idHeader, replyToHeader, type UnfoldedHeader } from '#lib/mail/outgoing/serialize/unfolded-headers.ts';

/** What differs between the copies of one mail. */
export interface EmailCopy {
  number: number;
  /** The To header; null: the mail's own. */
  headerTo: string | null;
  personalisation: Record<string, string> | null;
}

/** What the selection decided. */
export interface WireSender {
  headerFrom: string;
  /** Bare address; ignored for automatic answers. */
  envelopeFrom: string;
  /** Added where From was rewritten. */
  replyTo: string | null;
  /** The server takes no bodies of eight bits. */
  sevenBit?: boolean;
}

/**
 * The bytes of one copy of a mail (RFC 5322, CRLF): text and HTML, inline images, attachments. The same input gives
 * the same bytes, so that every attempt repeats the mail and does not make another one.
 * @param contents of `email.attachments`, in their order
 * @param links files that are not attached but fetched; they stand below the text
 */
export function serializeEmail(
  email: EmailToSend,
  copy: EmailCopy,
  sender: WireSender,
  contents: Buffer[],
  links: DownloadLink[] = [],
): Promise<Buffer> {
  const options = optionsOf(email, copy, sender, contents, links);
  const plain = writePlainMessage(options);
  return plain ? Promise.resolve(plain) : buildMessage(new MailComposer(options).compile());
}

function optionsOf(email: EmailToSend, copy: EmailCopy, sender: WireSender, contents: Buffer[], links: DownloadLink[]) {
  const plain = plainValues(copy.personalisation);
  const filled = fillPlaceholders(email.bodyHtml, copy.personalisation);
  const text = email.bodyText === null ? htmlToText(filled) : fillPlaceholders(email.bodyText, plain);
  const { html, images } = takeInlineImages(withLinkBlock(filled, links));
  const to = copy.headerTo ?? email.toAddresses;
  const none = Buffer.alloc(0);
  return {
    from: sender.headerFrom,
    to: to || undefined,
    cc: email.ccAddresses || undefined,
    subject: cleanSubject(fillPlaceholders(email.subject, plain)),
    date: email.scheduledAt ?? email.createdAt,
    text: withCrlf(withTextLinks(text, links)),
    html: isEmptyHtml(html) ? undefined : withCrlf(html),
    attachments: [
      ...images,
      ...email.attachments.map((attachment, index) =>
        attachmentPart(attachment, contents[index] ?? none, { html, sevenBit: sender.sevenBit ?? false }),
      ),
    ],
    headers: headersOf(email, plain, email.replyTo ?? sender.replyTo, to === ''),
    envelope: { from: sender.envelopeFrom, to: [] },
    baseBoundary: sha256(`${email.messageId} ${copy.number}`).slice(0, 24),
    // The content is ours already; nothing in a mail makes us open files or addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** As on the wire: the composer passes line ends on as they are, and a signature is made over what travels. */
function withCrlf(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n|\r|\n/g, '\r\n') : text.replaceAll('\n', '\r\n');
}

const idNames = /^(in-reply-to|references)$/i;

function headersOf(
  email: EmailToSend,
  plain: Record<string, string> | null,
  replyTo: string | null,
  nobodyNamed: boolean,
) {
  const extra = Object.entries(email.headers).map(([key, value]) => ({ key, value: fillPlaceholders(value, plain) }));
  const inReplyTo = extra.find(({ key }) => /^in-reply-to$/i.test(key))?.value ?? '';
  const filled = extra.filter(({ key }) => !idNames.test(key));
  const own = unfolded([
    { name: 'Message-ID', value: email.messageId.replace(/[^!-~]+/g, '-') },
    // Some providers replace Message-ID; this one and References keep ours for matching replies and bounces.
    ...idHeader('X-PerfectWORK-Message-Id', email.messageId),
    ...idHeader('In-Reply-To', inReplyTo),
    ...idHeader('References', email.references ?? email.messageId),
    ...replyToHeader(replyTo),
  ]);
  const nobody = { key: 'To', value: 'undisclosed-recipients:;' };
  // RFC 5322 section 3.6.3 allows no To at all, spam filters do not.
  if (nobodyNamed && email.ccAddresses === '') return [...own, nobody, ...filled];
  return [...own, ...filled];
}

/** The composer folds References and Reply-To whatever one asks for, unless they come along with a prepared header. */
function unfolded(headers: [UnfoldedHeader, ...UnfoldedHeader[]]) {
  const [first, ...others] = headers;
  const value = [first.value, ...others.map((other) => `${other.name}: ${other.value}`)].join('\r\n');
  return [{ key: first.name, value: { prepared: true, foldLines: false, value } }];
}
