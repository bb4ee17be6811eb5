import { canSeeCompany } from '#lib/auth/permissions.ts';
import { AppError, type FieldError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { findOrCreateContact } from '#lib/documents/contact/find-or-create-contact.ts';
import type { RecordFacts } from '#lib/documents/document-definition.ts';
import { isValidMailbox } from '#lib/mail/message/address.ts';
import type { MessageRecipient } from './chatter-schema.ts';
import { loadContacts } from './load-people.ts';

export interface ResolvedRecipient {
  contactId: number;
  name: string;
  email: string;
}

/**
 * The contacts a message is addressed to, each once; new addresses become contacts.
 * @throws AppError `invalid` with one entry a faulty recipient; no contact is made then
 */
export async function resolveRecipients(
  ctx: Ctx,
  to: MessageRecipient[],
  facts: RecordFacts,
): Promise<ResolvedRecipient[]> {
  const known = await loadContacts(ctx.db, to.flatMap(contactIdOf));
  const errors: FieldError[] = to.flatMap((recipient, index) => {
    const [id] = contactIdOf(recipient);
    const found = id === undefined ? undefined : known.get(id);
    if (id !== undefined && !(found && canSeeCompany(ctx.actor, found.companyId))) {
      return { path: `to.${index}`, message: `There is no contact ${id} you can see. Choose another.` };
    }
    if (typeof recipient !== 'object' || !('email' in recipient) || isValidMailbox(recipient.email)) return [];
    const message = `"${recipient.email}" is not an email address. Write one such as mary@customer.example.`;
    return { path: `to.${index}.email`, message };
  });
  if (errors.length > 0) {
    throw new AppError('invalid', errors.map(({ message }) => message).join(' '), { details: { errors } });
  }
  const wish = { companyId: facts.companyId, followerIds: facts.followerContactIds };
  const resolved = new Map<number, ResolvedRecipient>();
  for (const recipient of to) {
    const contact =
      typeof recipient === 'object' && 'email' in recipient
        ? await findOrCreateContact(ctx, recipient, wish)
        : known.get(contactIdOf(recipient)[0] ?? 0);
    if (contact) resolved.set(contact.id, { contactId: contact.id, name: contact.name, email: contact.email ?? '' });
  }
  return [...resolved.values()];
}

function contactIdOf(recipient: MessageRecipient): number[] {
  if (typeof recipient === 'number') return [recipient];
  return 'contactId' in recipient ? [recipient.contactId] : [];
}
