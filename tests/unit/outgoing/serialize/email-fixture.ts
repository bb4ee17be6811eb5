import PostalMime from 'postal-mime';
import type { AttachmentRow, EmailToSend } from '#lib/mail/outgoing/load-emails.ts';
import type { DownloadLink } from '#lib/mail/outgoing/serialize/link-block.ts';
import { serializeEmail, type WireSender } from '#lib/mail/outgoing/serialize/serialize-email.ts';

const createdAt = new Date('2026-11-22T10:00:00Z');

/** A mail as it is loaded for sending. */
export function emailToSend(more: Partial<EmailToSend> = {}): EmailToSend {
  return {
    id: 1,
    state: 'outgoing',
    lane: 0,
    subject: 'Our offer',
    fromAddress: 'Anna <anna@mycompany.example>',
    toAddresses: 'Mary <mary@customer.example>',
    ccAddresses: '',
    replyTo: null,
    bodyHtml: '<p>Hello, here is our <b>offer</b>.</p>',
    bodyText: null,
    headers: {},
    attachmentIds: [],
    messageId: '<abc.1-perfectwork-7-lead@mycompany.example>',
    references: null,
    nullSender: false,
    threadMessageId: null,
    model: null,
    recordId: null,
    companyId: null,
    forcedServerId: null,
    serverId: null,
    headerFrom: null,
    envelopeFrom: null,
    trace: null,
    failureType: null,
    failureReason: null,
    scheduledAt: null,
    sentAt: null,
    delayNoticeAt: null,
    failureNoticeAt: null,
    createdBy: null,
    createdAt,
    updatedAt: createdAt,
    attachments: [],
    ...more,
  };
}

/** A file of that mail. */
export function attachmentRow(more: Partial<AttachmentRow> = {}): AttachmentRow {
  return {
    id: 1,
    name: 'offer.pdf',
    contentType: 'application/pdf',
    size: 4,
    sha256: '0'.repeat(64),
    contentId: null,
    model: null,
    recordId: null,
    ...more,
  };
}

interface Bytes {
  contents?: Buffer[];
  links?: DownloadLink[];
  sender?: Partial<WireSender>;
  personalisation?: Record<string, string>;
}

/** The mail as its bytes, its header lines as they stand (folded ones in one text), and what a reader makes of it. */
export async function written(email: EmailToSend, { contents = [], links = [], sender = {}, ...copy }: Bytes = {}) {
  const wire = { headerFrom: 'Anna <anna@mycompany.example>', envelopeFrom: 'bounce@mycompany.example', replyTo: null };
  const one = { number: 0, headerTo: null, personalisation: copy.personalisation ?? null };
  const raw = await serializeEmail(email, one, { ...wire, ...sender }, contents, links);
  const text = raw.toString('latin1');
  const head = text.slice(0, text.indexOf('\r\n\r\n'));
  const lines = head.split(/\r\n(?![ \t])/);
  const header = (name: string) => lines.filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return { raw, text, header, parsed: await PostalMime.parse(raw) };
}
