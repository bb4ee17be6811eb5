'use server';
import { revokeAttachmentLink } from '#lib/attachments/revoke-attachment-link.ts';
import { runAction } from '#lib/auth/action-client.ts';

/** Ends a download link at once. */
export async function revokeLink(id: number) {
  return runAction((ctx) => revokeAttachmentLink(ctx, Number(id)));
}
