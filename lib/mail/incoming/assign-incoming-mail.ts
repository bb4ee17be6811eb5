import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { readRecord } from '#lib/documents/read-record.ts';
import { deliverByHand } from './deliver-by-hand.ts';
import { assignMailSchema } from './incoming-mail-schema.ts';
import { makeRoute } from './route/decision.ts';
import type { NamedAnswer } from './trace/name-routes.ts';

/**
 * Posts a stored mail on a document of the administrator's choice.
 * @throws AppError `not_found`, `conflict` when it stands in a document already
 */
export async function assignIncomingMail(ctx: Ctx, id: number, input: unknown): Promise<NamedAnswer> {
  const { model, recordId } = parseInput(assignMailSchema, input);
  await readRecord(ctx, model, recordId);
  const reason = `Assigned by ${ctx.actor.name}.`;
  return deliverByHand(ctx, id, 'assign', makeRoute({ outcome: 'record_updated', model, recordId, reason }));
}
