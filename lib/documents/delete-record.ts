import type { Ctx } from '#lib/db/context.ts';
import { modelOf } from './registry.ts';

/**
 * Deletes a document with its chatter.
 * @throws AppError `not_found`; `in_use` where others point to it (archive it instead)
 */
export function deleteRecord(ctx: Ctx, model: string, id: number): Promise<void> {
  return modelOf(model).remove(ctx, id);
}
