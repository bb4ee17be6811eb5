import { attachmentUrl } from './attachment-url.ts';

/** An attachment as lists and the API show it. */
export interface AttachmentItem {
  id: number;
  name: string;
  contentType: string;
  /** Bytes. */
  size: number;
  /** Shown inside the text it came with. */
  inline: boolean;
  url: string;
  messageId: number | null;
  createdAt: Date;
}

/** What others may know of a stored attachment. */
export function toAttachmentItem(row: {
  id: number;
  name: string;
  contentType: string;
  size: number;
  contentId: string | null;
  messageId: number | null;
  createdAt: Date;
}): AttachmentItem {
  const { id, name, contentType, size, messageId, createdAt } = row;
  return { id, name, contentType, size, messageId, createdAt, inline: row.contentId !== null, url: attachmentUrl(id) };
}
