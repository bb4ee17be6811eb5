import type { TraceLine } from '#lib/core/trace.ts';
import type { AttachmentRow, EmailToSend } from '#lib/mail/outgoing/load-emails.ts';

/** Boundaries, part headers and what relays add. */
const overhead = 10 * 1024;

export interface AttachmentChoice {
  attached: AttachmentRow[];
  /** Become download links. */
  linked: AttachmentRow[];
  /** Estimated bytes of the mail with everything attached. */
  estimate: number;
  trace: TraceLine[];
}

/** What a mail will weigh: headers, body, attachments by 8/6 for base64, and 10 KiB. */
export function estimateSize(email: Pick<EmailToSend, 'headers' | 'bodyHtml' | 'bodyText' | 'attachments'>): number {
  const headers = Buffer.byteLength(JSON.stringify(email.headers));
  const body = Buffer.byteLength(email.bodyHtml) + Buffer.byteLength(email.bodyText ?? '');
  const files = email.attachments.reduce((sum, { size }) => sum + size, 0);
  return Math.ceil(headers + body + (files * 8) / 6 + overhead);
}

/**
 * Above the limit, files that belong to a document become links: the document keeps them, so a link can lead to them.
 * Files that belong to the mail alone stay attached whatever their size, and so do pictures inside the text.
 * @param limit bytes: the server's limit, else the default one
 */
export function attachOrLink(
  email: Pick<EmailToSend, 'headers' | 'bodyHtml' | 'bodyText' | 'attachments'>,
  limit: number,
): AttachmentChoice {
  const estimate = estimateSize(email);
  const all = email.attachments;
  if (estimate <= limit) {
    const detail = `An estimated ${estimate} bytes are within the limit of ${limit}: everything is attached.`;
    return { attached: all, linked: [], estimate, trace: [{ rule: 'size', matched: false, detail }] };
  }
  const linked = all.filter(mayBeLinked);
  const attached = all.filter((attachment) => !mayBeLinked(attachment));
  const detail = `An estimated ${estimate} bytes are above the limit of ${limit}: ${linked.length} of ${all.length} files, those of documents, become links.`;
  return { attached, linked, estimate, trace: [{ rule: 'size', matched: true, detail }] };
}

/** Whether a file belongs to a document and is none of the pictures inside a text. */
export function mayBeLinked({ model, recordId, contentId }: AttachmentRow): boolean {
  return model !== null && recordId !== null && contentId === null;
}
