import type { Ctx } from '#lib/db/context.ts';
import { normaliseAddress, parseAddressList } from '#lib/mail/message/address.ts';
import { type ContactWish, chooseContact } from './choose-contact.ts';
import { type ContactMatch, selectContactsByEmail } from './store.ts';

/**
 * The active contact of each address that has one, by normalised address. For the product's own use: contacts of
 * other companies than `wish.companyId` are left out (null: of every company).
 */
export async function findContacts(
  ctx: Ctx,
  addresses: string[],
  wish: ContactWish = {},
): Promise<Map<string, ContactMatch>> {
  const emails = [...new Set(addresses.map(normaliseAddress).filter(Boolean))];
  const matches = await selectContactsByEmail(ctx.db, emails);
  const usable = matches.filter((match) => isUsable(match, wish.companyId));
  const chosen = emails.map((email) => [email, pick(usable, email, wish)] as const);
  return new Map(chosen.filter((entry): entry is readonly [string, ContactMatch] => entry[1] !== null));
}

/** The active contact an address belongs to, or null. Of several addresses in the text the first counts. */
export async function findContact(ctx: Ctx, email: string, wish: ContactWish = {}): Promise<ContactMatch | null> {
  const address = parseAddressList(email)[0]?.address ?? email;
  return (await findContacts(ctx, [address], wish)).get(normaliseAddress(address)) ?? null;
}

function pick(matches: ContactMatch[], email: string, wish: ContactWish): ContactMatch | null {
  return chooseContact(
    matches.filter((match) => match.email === email),
    wish,
  );
}

/** Users work across companies; other contacts of a foreign company are not ours to link. */
function isUsable(match: ContactMatch, companyId: number | null | undefined): boolean {
  return companyId == null || match.companyId === null || match.companyId === companyId || match.userId !== null;
}
