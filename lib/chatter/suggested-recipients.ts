import type { Ctx } from '#lib/db/context.ts';
import { findContacts } from '#lib/documents/contact/find-contacts.ts';
import { modelOf } from '#lib/documents/registry.ts';
import { loadOwnAddresses } from '#lib/mail/aliases/load-own-addresses.ts';
import { type MailAddress, normaliseAddress, parseAddressList } from '#lib/mail/message/address.ts';
import { loadLastIncoming } from './load-messages.ts';
import { loadContacts } from './load-people.ts';

/** Somebody the composer proposes; without a contact one is made when the message is sent. */
export interface SuggestedRecipient {
  contactId: number | null;
  name: string;
  email: string;
  reason: 'customer' | 'in Cc' | 'in the last mail';
}

/**
 * Whom a message of a document is probably for: the customer, the Cc list, and everybody in From, To and Cc of the
 * newest mail, without followers and our own addresses.
 * @throws AppError `not_found` for a document the actor may not see
 */
export async function suggestedRecipients(
  ctx: Ctx,
  { model, recordId }: { model: string; recordId: number },
): Promise<SuggestedRecipient[]> {
  const definition = modelOf(model);
  await definition.read(ctx, recordId);
  const facts = await definition.recordFacts(ctx, recordId);
  const last = await loadLastIncoming(ctx.db, model, recordId);
  const candidates = [
    ...named(facts.primaryEmail ? [{ name: facts.primaryName ?? '', address: facts.primaryEmail }] : [], 'customer'),
    ...named(parseAddressList(facts.emailCc), 'in Cc'),
    ...named(last, 'in the last mail'),
  ];
  const addresses = candidates.map((candidate) => normaliseAddress(candidate.address));
  const own = await loadOwnAddresses(ctx, addresses);
  const wish = { companyId: facts.companyId, followerIds: facts.followerContactIds };
  const contacts = await findContacts(ctx, addresses, wish);
  const followers = await loadContacts(ctx.db, facts.followerContactIds);
  const followed = [...followers.values()].flatMap(({ email }) =>
    parseAddressList(email).map((a) => normaliseAddress(a.address)),
  );
  const skipped = new Set([...own, ...followed]);
  const suggested = new Map<string, SuggestedRecipient>();
  for (const { name, address, reason } of candidates) {
    const key = normaliseAddress(address);
    const contact = contacts.get(key);
    if (skipped.has(key) || suggested.has(key)) continue;
    suggested.set(key, {
      contactId: contact?.id ?? null,
      name: contact?.name ?? (name || address),
      email: address,
      reason,
    });
  }
  return [...suggested.values()];
}

function named<R extends SuggestedRecipient['reason']>(addresses: MailAddress[], reason: R) {
  return addresses.map((entry) => ({ ...entry, reason }));
}
