import type { Ctx } from '#lib/db/context.ts';
import { type KnownPolicy, knownDmarcPolicies, lookUpDmarcPolicies } from '#lib/mail/domains/look-up-dmarc-policy.ts';
import type { EmailToSend } from '#lib/mail/outgoing/load-emails.ts';
import { type SelectionFacts, selectionInput } from '#lib/mail/outgoing/select/load-selection-facts.ts';
import { noteCapture } from '#lib/mail/outgoing/select/note-capture.ts';
import type { PartnerDmarc } from '#lib/mail/outgoing/select/partner-dmarc.ts';
import { type RefusedSelection, type SelectedServer, selectServer } from '#lib/mail/outgoing/select/select-server.ts';

type Selection = SelectedServer | RefusedSelection;
export type PartnerPolicies = Map<string, KnownPolicy>;

export interface Selections {
  decided: Map<number, Selection>;
  /** Mails whose author can only be kept if DNS says so, and what it says, in two seconds at most; null: there are none. */
  undecided: { emailIds: Set<number>; policies: Promise<PartnerPolicies> } | null;
}

/**
 * Decides for many mails. Only where a partner's address would stand in From is its DMARC policy needed: what is kept
 * decides at once; the rest is asked from DNS while the decided mails go ahead.
 * @param policies what DNS said, the second time: a domain that is not among them counts as unknown
 */
export async function selectForEmails(
  ctx: Ctx,
  facts: SelectionFacts,
  emails: EmailToSend[],
  policies: PartnerPolicies | null,
): Promise<Selections> {
  const decided = new Map<number, Selection>();
  const asking = new Map<EmailToSend, string>();
  const alike = new Map<string, Selection>();
  for (const email of emails) {
    const key = whatDecides(email);
    const selection = alike.get(key) ?? (await select(facts, email));
    alike.set(key, selection);
    decided.set(email.id, selection);
    if (selection.ok && selection.askDmarcOf !== null) asking.set(email, selection.askDmarcOf);
  }
  if (asking.size === 0) return { decided, undecided: null };
  const known = policies ?? (await knownDmarcPolicies(ctx, [...asking.values()]));
  const missing = new Set<string>();
  const emailIds = new Set<number>();
  for (const [email, domain] of asking) {
    const partnerDmarc = known.get(domain) ?? (policies ? notAsked(domain) : null);
    if (partnerDmarc) decided.set(email.id, await select(facts, email, partnerDmarc));
    else {
      decided.delete(email.id);
      missing.add(domain);
      emailIds.add(email.id);
    }
  }
  if (missing.size === 0) return { decided, undecided: null };
  return { decided, undecided: { emailIds, policies: lookUpDmarcPolicies(ctx, [...missing]) } };
}

async function select(facts: SelectionFacts, email: EmailToSend, partnerDmarc?: PartnerDmarc): Promise<Selection> {
  const { fromAddress: from, replyTo, companyId, forcedServerId } = email;
  const question = { from, replyTo, companyId, forcedServerId, partnerDmarc: partnerDmarc ?? null };
  return noteCapture(selectServer(await selectionInput(facts, question)), facts.servers.capturing);
}

/** Mails that agree in this are decided alike: in a batch most do. */
function whatDecides({ fromAddress, replyTo, companyId, forcedServerId }: EmailToSend): string {
  return JSON.stringify([fromAddress, Boolean(replyTo?.trim()), companyId, forcedServerId]);
}

function notAsked(domain: string): KnownPolicy {
  return { domain, policy: 'unknown', record: null, error: 'it was not asked for in time' };
}
