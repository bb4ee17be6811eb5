import type { Ctx } from '#lib/db/context.ts';
import type { RemoveEntryInput, SuppressionItem, SuppressionList } from './suppression-schema.ts';
import { updateEntry } from './update-entry.ts';

/**
 * Takes an address off a list. The row stays as history, with the reason for the removal where one is given.
 * Administrators only.
 * @throws AppError `not_found`
 */
export async function removeEntry(
  ctx: Ctx,
  list: SuppressionList,
  id: number,
  input: RemoveEntryInput = {},
): Promise<SuppressionItem> {
  return updateEntry(ctx, list, id, { ...input, active: false });
}
