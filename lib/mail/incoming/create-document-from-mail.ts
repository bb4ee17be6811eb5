import { invalidField } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { modelOf } from '#lib/documents/registry.ts';
import { deliverByHand } from './deliver-by-hand.ts';
import { createDocumentSchema } from './incoming-mail-schema.ts';
import { makeRoute } from './route/decision.ts';
import type { NamedAnswer } from './trace/name-routes.ts';

/**
 * Makes a document of a stored mail.
 * @throws AppError `not_found`, `invalid`, `conflict` when it stands in a document already
 */
export async function createDocumentFromMail(ctx: Ctx, id: number, input: unknown): Promise<NamedAnswer> {
  const { model } = parseInput(createDocumentSchema, input);
  if (!modelOf(model).createFromMail) {
    throw invalidField('model', `Mails cannot create a ${modelOf(model).label}. Choose another model.`);
  }
  const reason = `Created by ${ctx.actor.name}.`;
  const companyId = ctx.actor.companyIds[0] ?? null;
  return deliverByHand(ctx, id, 'create', makeRoute({ outcome: 'record_created', model, companyId, reason }));
}
