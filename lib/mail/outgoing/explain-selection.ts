import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { lookUpDmarcPolicy } from '#lib/mail/domains/look-up-dmarc-policy.ts';
import { type ExplainSelectionInput, explainSelectionSchema } from './email-schema.ts';
import { loadSelectionFacts, selectionInput } from './select/load-selection-facts.ts';
import { noteCapture } from './select/note-capture.ts';
import type { PartnerDmarc } from './select/partner-dmarc.ts';
import { partnerDomainOf, type RefusedSelection, type SelectedServer, selectServer } from './select/select-server.ts';

export type SelectionExplanation = Omit<SelectedServer, 'ok' | 'askDmarcOf' | 'bouncesComeBack'> & {
  /** The DMARC policy of the author's domain; `unknown`: DNS did not answer; null: the domain is ours, or there is no author. */
  dmarc: PartnerDmarc['policy'] | null;
};

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
  const asked = await selectionInput(facts, question);
  const partner = partnerDomainOf(asked);
  const partnerDmarc = partner === null ? null : await lookUpDmarcPolicy(ctx, partner);
  const decision = noteCapture(selectServer({ ...asked, partnerDmarc }), facts.servers.capturing);
  if (!decision.ok) throw refusalOf(decision);
  const { ok: _ok, askDmarcOf: _asked, bouncesComeBack: _bounces, ...explanation } = decision;
  return { ...explanation, dmarc: partnerDmarc?.policy ?? null };
}

function refusalOf({ failureType, reason }: RefusedSelection): AppError {
  if (failureType === 'mail_smtp') return new AppError('conflict', reason);
  return new AppError('invalid', reason, { details: { errors: [{ path: 'from', message: reason }] } });
}
