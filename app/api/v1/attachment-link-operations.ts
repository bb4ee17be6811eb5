import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import { attachmentLinkListFields } from '#lib/attachments/attachment-link-schema.ts';
import { listAttachmentLinks } from '#lib/attachments/list-attachment-links.ts';
import { revokeAttachmentLink } from '#lib/attachments/revoke-attachment-link.ts';

const links = { tag: 'attachment-links' };

/** The download links that large mails carry instead of files. */
export const attachmentLinkOperations: AnyOperation[] = [
  defineOperation({
    ...links,
    method: 'GET',
    path: '/attachment-links',
    summary: 'List download links that mails carry instead of files',
    scope: 'attachment-links:read',
    list: attachmentLinkListFields,
    run: ({ ctx, list }) => listAttachmentLinks(ctx, list),
  }),
  defineOperation({
    ...links,
    method: 'POST',
    path: '/attachment-links/{id}/revoke',
    summary: 'End a download link at once',
    scope: 'attachment-links:write',
    run: ({ ctx, id }) => revokeAttachmentLink(ctx, id),
  }),
];
