import type { Ctx } from '#lib/db/context.ts';
import type { DocumentItem } from './document-definition.ts';
import { modelOf } from './registry.ts';

/**
 * Creates a document; its creator and owner follow it.
 * @throws AppError `invalid` with one entry a faulty field
 */
export function createRecord(ctx: Ctx, model: string, input: unknown): Promise<DocumentItem> {
  return modelOf(model).create(ctx, input);
}
