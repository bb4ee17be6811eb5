import type { z } from 'zod';
import { invalidField } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { follow } from '#lib/documents/follow.ts';
import { modelOf } from '#lib/documents/registry.ts';
import { addFollowerBody } from './chatter-schema.ts';
import { type FollowerItem, loadFollowers } from './load-followers.ts';
import { resolveRecipients } from './resolve-recipients.ts';
import { updateSubtypes } from './store.ts';

export type AddFollowerInput = { model: string; recordId: number } & z.input<typeof addFollowerBody>;

/**
 * Makes a contact, or whoever an address belongs to, follow a document. A follower's subscription is changed when
 * `subtypes` are given.
 * @returns `created` false when they followed already
 * @throws AppError `not_found` for the document; `invalid` for the contact
 */
export async function addFollower(
  ctx: Ctx,
  { model, recordId, ...body }: AddFollowerInput,
): Promise<FollowerItem & { created: boolean }> {
  const definition = modelOf(model);
  await definition.read(ctx, recordId);
  const { contactId, email, name, subtypes } = parseInput(addFollowerBody, body);
  if (contactId === undefined && !email)
    throw invalidField('contactId', 'Choose a contact, or write an email address.');
  return inTransaction(ctx, async (tx) => {
    const facts = await definition.recordFacts(tx, recordId);
    const asked = contactId === undefined ? { email: email ?? '', name } : { contactId };
    const [person] = await resolveRecipients(tx, [asked], facts);
    const id = person?.contactId ?? 0;
    const added = await follow(tx, { model, recordId, contactIds: [id], subtypes });
    if (added.length === 0 && subtypes) await updateSubtypes(tx.db, model, recordId, id, subtypes);
    await publishEvent(tx.db, { topic: 'thread', model, recordId });
    const [item] = await loadFollowers(tx.db, model, recordId, id);
    return { ...(item as FollowerItem), created: added.length > 0 };
  });
}
