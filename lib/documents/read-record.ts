import type { Ctx } from '#lib/db/context.ts';
import type { DocumentItem } from './document-definition.ts';
import { modelOf } from './registry.ts';

/**
 * One document.
 * @throws AppError `not_found`, also for another company's
 */
export function readRecord(ctx: Ctx, model: string, id: number): Promise<DocumentItem> {
  return modelOf(model).read(ctx, id);
}
