import PostalMime from 'postal-mime';
import { storeBlob } from '#lib/blobs/store-blob.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { insertSandboxMessage } from '#lib/mail/sandbox/store.ts';

export interface SandboxInput {
  raw: Uint8Array;
  /** Empty for `MAIL FROM:<>`. */
  envelopeFrom: string;
  recipients: string[];
  /** Of a mail that a copied database was not allowed to send: the server that would have. */
  capturedServerName?: string;
  /** Of such a mail: its id. */
  emailId?: number;
}

/** Takes a mail in place of a real mail server and keeps it whole; answers its id. */
export async function keepSandboxMessage(ctx: Ctx, { raw, ...input }: SandboxInput): Promise<number> {
  const { sha256, size } = await storeBlob(ctx, raw);
  const { from, subject, messageId } = await readHeaders(raw);
  const id = await insertSandboxMessage(ctx.db, {
    ...input,
    fromAddress: from,
    subject,
    messageId,
    sha256,
    size,
  });
  await publishEvent(ctx.db, { topic: 'sandbox' });
  return id;
}

/** Headers alone are enough for the list: everything behind the first empty line stays unread. */
async function readHeaders(raw: Uint8Array) {
  const end = Buffer.from(raw.buffer, raw.byteOffset, raw.length).indexOf('\r\n\r\n');
  const head = end < 0 ? raw.subarray(0, 65_536) : raw.subarray(0, end + 4);
  const parsed = await PostalMime.parse(head);
  return {
    from: parsed.headers.find((header) => header.key === 'from')?.value ?? null,
    subject: parsed.subject ?? null,
    messageId: parsed.messageId ?? null,
  };
}
