import { readToken, signToken } from '#lib/core/tokens.ts';

const purpose = 'attachment-link';

/** Address behind which everybody who has it gets the file, until the link ends. Expiry stands in its row. */
export function attachmentLinkUrl(baseUrl: string, appSecret: string, linkId: number): string {
  return `${baseUrl}/files/${signToken(appSecret, purpose, linkId)}`;
}

/** The link a token stands for, or null for one we never gave out. */
export function readAttachmentLinkToken(appSecret: string, token: string, now: Date): number | null {
  const id = readToken(appSecret, purpose, token, now);
  return typeof id === 'number' ? id : null;
}
