import type { TraceLine } from '#lib/core/trace.ts';
import { type AddressUse, readSignedAddress } from '#lib/mail/message/signed-address.ts';

/** What the signed tokens in the recipients of a mail name. */
export interface TokenFacts {
  /** the delivery of ours this mail is a report on */
  deliveryId: number | null;
  /** the message of ours this mail answers */
  messageId: number | null;
  /** one line a token; one that was changed or is too old counts for nothing */
  trace: TraceLine[];
}

const rules: Record<AddressUse, string> = { delivery: 'bounce token', message: 'reply token' };
const reasons = { changed: 'it was changed: ignored', expired: 'it has expired: ignored' };
/** Nobody but a forger writes to more. */
const mostTokens = 20;

/** Reads the tokens of the addresses a mail was sent to. The first of each kind counts. */
export function readTokens(appSecret: string, addresses: string[], now: Date): TokenFacts {
  const found: TokenFacts = { deliveryId: null, messageId: null, trace: [] };
  for (const address of new Set(addresses)) {
    const read = readSignedAddress(appSecret, address, now);
    if (!read || found.trace.length >= mostTokens) continue;
    const { use, id } = read;
    const detail = id.ok ? `${use} ${id.value}` : reasons[id.reason];
    found.trace.push({ rule: rules[use], matched: id.ok, detail: `${address}: ${detail}` });
    if (!id.ok) continue;
    if (use === 'delivery') found.deliveryId ??= id.value;
    else found.messageId ??= id.value;
  }
  return found;
}
