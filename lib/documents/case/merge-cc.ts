import { formatAddress, normaliseAddress, parseAddressList } from '#lib/mail/message/address.ts';

/** Longer lists are not kept: a list of hundreds is a mailing, not a conversation. */
const maxEntries = 50;

/** The old Cc list and the addresses of another that are not on it yet; old entries keep their names and places. */
export function mergeCc(old: string | null, added: string): string | null {
  const known = parseAddressList(old);
  const seen = new Set(known.map((entry) => normaliseAddress(entry.address)));
  for (const entry of parseAddressList(added)) {
    const key = normaliseAddress(entry.address);
    if (seen.has(key)) continue;
    seen.add(key);
    known.push(entry);
  }
  const merged = known.slice(0, maxEntries).map((entry) => formatAddress(entry.name, entry.address));
  return merged.length > 0 ? merged.join(', ') : null;
}
