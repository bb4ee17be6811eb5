import type { Ctx } from '#lib/db/context.ts';
import { insertFollowers } from './store.ts';

/** Makes contacts follow a document; null entries and those who follow it already are passed over. Answers who is new. */
export async function follow(
  ctx: Ctx,
  input: { model: string; recordId: number; contactIds: (number | null)[]; subtypes?: string[] | undefined },
): Promise<number[]> {
  const contactIds = [...new Set(input.contactIds.filter((contactId) => contactId !== null))];
  return insertFollowers(ctx.db, input.model, input.recordId, contactIds, input.subtypes);
}
