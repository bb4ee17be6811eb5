import type { ListFields } from '#lib/core/list-query.ts';

/** A link that stands for a file in a mail that would have been too large with it. */
export interface AttachmentLinkItem {
  id: number;
  attachmentId: number;
  /** The file. */
  name: string;
  /** Bytes. */
  size: number;
  /** The mail it was made for. */
  emailId: number | null;
  expiresAt: Date;
  revokedAt: Date | null;
  downloads: number;
  lastDownloadAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

export const attachmentLinkListFields: ListFields = {
  sortable: ['createdAt', 'expiresAt'],
  filterable: ['emailId', 'attachmentId', 'expiresAt', 'createdAt'],
  defaultSort: '-createdAt',
};
