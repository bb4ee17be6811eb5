import { invalidField } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { joinTransaction } from '#lib/db/transaction.ts';
import { isValidMailbox, localPartOf, normaliseAddress, parseAddress } from '#lib/mail/message/address.ts';
import type { ContactWish } from './choose-contact.ts';
import { findContact } from './find-contacts.ts';
import { insertContact, lockAddress } from './store.ts';

export interface ContactAddress {
  /** With or without a name: `Mary <mary@customer.example>`. */
  email: string;
  name?: string | null | undefined;
}

/**
 * The contact of an address; one is created (shared by all companies) when there is none yet. Two callers at once get
 * the same one.
 * @throws AppError `invalid` when the address cannot be one
 */
export async function findOrCreateContact(
  ctx: Ctx,
  input: ContactAddress,
  wish: ContactWish = {},
): Promise<{ id: number; name: string; email: string; created: boolean }> {
  const parsed = parseAddress(input.email);
  if (!parsed || !isValidMailbox(input.email)) {
    throw invalidField(
      'email',
      `"${input.email.slice(0, 100)}" is not an email address. Write one such as mary@customer.example.`,
    );
  }
  const email = normaliseAddress(parsed.address);
  return joinTransaction(ctx, async (tx) => {
    await lockAddress(tx.db, email);
    const found = await findContact(tx, email, wish);
    if (found) return { id: found.id, name: found.name, email, created: false };
    const name = cleanName(input.name) || cleanName(parsed.name) || localPartOf(parsed.address).slice(0, 200);
    const id = await insertContact(tx.db, { name, email: parsed.address, emailNormalised: email });
    return { id, name, email, created: true };
  });
}

function cleanName(name: string | null | undefined): string {
  return (name ?? '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
}
