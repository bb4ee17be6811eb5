/**
 * The local part an alias gets for what somebody typed: without accents, lower case, no dots at the ends or doubled,
 * everything that cannot stand in an address (RFC 5322 section 3.2.3, atext) as `-`, letters without an ASCII form as `?`.
 * Of a full address only what stands before the `@` counts.
 * @returns null where nothing is left: the alias has no address
 */
export function sanitiseLocalPart(typed: string | null | undefined): string | null {
  const beforeAt = (typed ?? '').normalize('NFKD').split('@')[0] ?? '';
  const name = beforeAt
    .replace(/\p{M}+/gu, '')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_!#$%&'*+\-/=?^`{|}~.]+/gu, '-')
    .replace(/[^\x20-\x7e]/gu, '?')
    .replace(/^\.+|\.+$|\.+(?=\.)/g, '');
  return name === '' ? null : name;
}
