import type { Ctx } from '#lib/db/context.ts';
import { readRecord } from '#lib/documents/read-record.ts';
import { type FollowerItem, loadFollowers } from './load-followers.ts';

/**
 * Who follows a document, in the order they began.
 * @throws AppError `not_found` for a document the actor may not see
 */
export async function listFollowers(ctx: Ctx, input: { model: string; recordId: number }): Promise<FollowerItem[]> {
  await readRecord(ctx, input.model, input.recordId);
  return loadFollowers(ctx.db, input.model, input.recordId);
}
