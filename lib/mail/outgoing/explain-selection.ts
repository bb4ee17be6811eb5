import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { type ExplainSelectionInput, explainSelectionSchema } from './email-schema.ts';
import { loadSelectionFacts, selectionInput } from './select/load-selection-facts.ts';
import { noteCapture } from './select/note-capture.ts';
import { type RefusedSelection, type SelectedServer, selectServer } from './select/select-server.ts';

export type SelectionExplanation = Omit<SelectedServer, 'ok'> & { dmarc: string | null };

/**
 * "Which server would send this?": the decision of the very rules that send, with every rule tried. Sends nothing.
 * @throws AppError `not_found` for an unknown server, `conflict` for an archived one or where no server could send,
 * `invalid` for a From that cannot be used
 */
export async function explainSelection(ctx: Ctx, input: ExplainSelectionInput): Promise<SelectionExplanation> {
  requireAdministrator(ctx.actor);
  const { from, replyTo, companyId, serverId } = parseInput(explainSelectionSchema, input);
  const facts = await loadSelectionFacts(ctx);
  const forced = facts.servers.own.find((server) => server.id === serverId);
  if (serverId && !forced) throw new AppError('not_found', `There is no outgoing server ${serverId}.`);
  if (forced && !forced.active) throw new AppError('conflict', `${forced.name} is archived. Restore it first.`);
  const question = { from, replyTo: replyTo ?? null, companyId: companyId ?? null, forcedServerId: serverId ?? null };
  const decision = noteCapture(selectServer(await selectionInput(facts, question)), facts.servers.capturing);
  if (!decision.ok) throw refusalOf(decision);
  const { ok: _ok, ...explanation } = decision;
  return { ...explanation, dmarc: null };
}

function refusalOf({ failureType, reason }: RefusedSelection): AppError {
  if (failureType === 'mail_smtp') return new AppError('conflict', reason);
  return new AppError('invalid', reason, { details: { errors: [{ path: 'from', message: reason }] } });
}
