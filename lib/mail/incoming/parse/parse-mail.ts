import { collectAttachments } from '#lib/mail/incoming/parse/collect-attachments.ts';
import { collectBodies } from '#lib/mail/incoming/parse/collect-bodies.ts';
import {
  decodeHeaderText,
  headerValue,
  headerValues,
  withWholeWords,
} from '#lib/mail/incoming/parse/decode-headers.ts';
import { extractUuencoded, type UuencodedFile } from '#lib/mail/incoming/parse/extract-uuencoded.ts';
import { openNestedMails } from '#lib/mail/incoming/parse/open-nested-mails.ts';
import { parseDate } from '#lib/mail/incoming/parse/parse-date.ts';
import { DEFAULT_PARSE_LIMITS, type ParseLimits } from '#lib/mail/incoming/parse/parse-limits.ts';
import type { MailHeader, ParsedAttachment, ParsedMail } from '#lib/mail/incoming/parse/parsed-mail.ts';
import { type MimePart, readMimeTree } from '#lib/mail/incoming/parse/read-mime-tree.ts';
import { repairRaw } from '#lib/mail/incoming/parse/repair-raw.ts';
import { visibleReply } from '#lib/mail/incoming/parse/visible-reply.ts';
import { type MailAddress, parseAddressList } from '#lib/mail/message/address.ts';
import { textToHtml } from '#lib/mail/message/html.ts';
import { extractMessageIds } from '#lib/mail/message/message-id.ts';
import type { SafeHtml } from '#lib/mail/message/safe-html.ts';
import { sanitizeMailHtml } from '#lib/mail/message/sanitize-html.ts';

/** The header our own mails carry beside Message-ID, for providers that rewrite that. */
export const CONTEXT_ID_HEADER = 'x-perfectwork-message-id';

/**
 * Reads one raw mail (RFC 5322, 2045-2049, 2231). Never throws on malformed input: what cannot be read is repaired or
 * left out and named in `defects`; a mail beyond the limits keeps its headers and carries its body as one attachment.
 */
export async function parseMail(raw: Uint8Array, limits: ParseLimits = DEFAULT_PARSE_LIMITS): Promise<ParsedMail> {
  const repaired = repairRaw(raw, limits);
  const { root, defects } = await readTree(repaired.bytes, limits);
  const bodies = collectBodies(root, limits.maxTextLength);
  const nested = await openNestedMails(root, limits);
  const { text: ownText, files } = extractUuencoded(bodies.text);
  const own = ownText.trim() === '' ? '' : ownText;
  const inner = nested.map((mail) => mail.text).filter((text) => text !== '');
  const text = [own, ...inner]
    .filter((piece) => piece !== '')
    .join('\n\n')
    .slice(0, limits.maxTextLength);
  return {
    ...readEnvelope(root.headers),
    html: displayHtml(bodies.html, own, inner, limits.maxTextLength),
    text,
    visibleText: visibleReply(bodies.hasPlain ? own : '', bodies.html) || inner.join('\n\n'),
    attachments: [
      ...collectAttachments(root, bodies.used, bodies.html ?? ''),
      ...files.map(uuencodedAttachment),
      ...nested.flatMap((mail) => mail.attachments),
    ],
    root,
    defects: [...repaired.defects, ...defects],
  };
}

function uuencodedAttachment({ filename, content }: UuencodedFile): ParsedAttachment {
  return {
    filename,
    content,
    contentType: 'application/octet-stream',
    size: content.length,
    inline: false,
    contentId: null,
  };
}

/** Remote pictures stay in what is kept; whether they load is decided where the mail is shown. */
function displayHtml(html: string | null, text: string, inner: string[], limit: number): SafeHtml | null {
  const pieces = [html ?? (text === '' ? '' : textToHtml(text)), ...inner.map(textToHtml)].filter((one) => one !== '');
  return pieces.length === 0 ? null : sanitizeMailHtml(pieces.join('\n').slice(0, limit), { allowRemoteImages: true });
}

async function readTree(bytes: Uint8Array, limits: ParseLimits): Promise<{ root: MimePart; defects: string[] }> {
  try {
    return { root: await readMimeTree(bytes, limits), defects: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { root: await readHeadersOnly(bytes, limits), defects: [`the body was kept as one file: ${reason}`] };
  }
}

/** The headers alone, the body as one unread part: for mails nested deeper than anybody writes. */
async function readHeadersOnly(bytes: Uint8Array, limits: ParseLimits): Promise<MimePart> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = buffer.indexOf('\n\n');
  const head = end < 0 ? buffer.subarray(0, limits.maxHeaderBytes) : buffer.subarray(0, end + 1);
  const opaque = head.toString('utf8').replace(/^content-/gim, 'x-unread-content-');
  const root = await readMimeTree(Buffer.from(opaque), limits);
  const content = new Uint8Array(end < 0 ? [] : buffer.subarray(end + 2));
  return { ...root, type: 'application/octet-stream', disposition: 'attachment', content, children: [] };
}

function readEnvelope(headers: MailHeader[]) {
  const ids = (name: string): string[] => extractMessageIds(headerValues(headers, name).join(' '));
  const addresses = (name: string): MailAddress[] =>
    parseAddressList(headerValues(headers, name).map(withWholeWords).join(', '));
  return {
    headers,
    from: addresses('from')[0] ?? null,
    to: addresses('to'),
    cc: addresses('cc'),
    replyTo: addresses('reply-to'),
    deliveredTo: addresses('delivered-to'),
    resentTo: addresses('resent-to'),
    resentCc: addresses('resent-cc'),
    returnPath: returnPathOf(headers),
    subject: headerValues(headers, 'subject').map(decodeHeaderText).join(' ').trim(),
    date: parseDate(headerValue(headers, 'date')),
    messageId: ids('message-id')[0] ?? null,
    inReplyTo: ids('in-reply-to')[0] ?? null,
    references: ids('references'),
    contextMessageId: ids(CONTEXT_ID_HEADER)[0] ?? null,
    autoSubmitted: headerValue(headers, 'auto-submitted')?.split(';')[0]?.trim().toLowerCase() ?? null,
    list: {
      id: headerValue(headers, 'list-id'),
      post: headerValue(headers, 'list-post'),
      unsubscribe: headerValue(headers, 'list-unsubscribe'),
    },
  };
}

function returnPathOf(headers: MailHeader[]): string | null {
  const value = headerValue(headers, 'return-path');
  if (value === null) return null;
  return parseAddressList(value)[0]?.address ?? '';
}
