import type { Ctx } from '#lib/db/context.ts';
import type { AliasDomainFacts } from '#lib/mail/aliases/alias-domain-facts.ts';
import { loadAliasDomain, loadAliasDomains } from '#lib/mail/aliases/load-alias-domain.ts';
import type { PartnerDmarc } from '#lib/mail/outgoing/select/partner-dmarc.ts';
import type { SelectionInput } from '#lib/mail/outgoing/select/select-server.ts';
import { loadSendingServers, type SendingServers } from '#lib/mail/servers/load-sending-servers.ts';

/** What the selection needs to know of the installation, loaded once for many mails. */
export interface SelectionFacts {
  servers: SendingServers;
  ownDomains: string[];
  /** The default From address of each email domain, the one of the main company first. */
  defaultFroms: string[];
  /** The alias domain of a company, remembered. */
  domainOf(companyId: number | null): Promise<AliasDomainFacts | null>;
}

/** Loads servers and domains. */
export async function loadSelectionFacts(ctx: Ctx): Promise<SelectionFacts> {
  const servers = await loadSendingServers(ctx);
  const domains = await loadAliasDomains(ctx);
  const known = new Map<number | null, Promise<AliasDomainFacts | null>>();
  const domainOf = (companyId: number | null) => {
    const found = known.get(companyId) ?? loadAliasDomain(ctx, companyId);
    known.set(companyId, found);
    return found;
  };
  const defaultFroms = domains.map(({ defaultFromAddress }) => defaultFromAddress);
  return { servers, ownDomains: domains.map(({ name }) => name), defaultFroms, domainOf };
}

export interface SelectionQuestion {
  from: string | null;
  replyTo?: string | null;
  companyId: number | null;
  forcedServerId?: number | null;
  /** Of the author's domain; left out: not looked up yet. */
  partnerDmarc?: PartnerDmarc | null;
}

/** The facts in the words of {@link selectServer}. */
export async function selectionInput(facts: SelectionFacts, asked: SelectionQuestion): Promise<SelectionInput> {
  const domain = await facts.domainOf(asked.companyId);
  const { own, fallback } = facts.servers;
  return {
    from: asked.from,
    forcedServerId: asked.forcedServerId ?? undefined,
    servers: own.map(({ id, name, fromFilter, priority, active }) => ({ id, name, fromFilter, priority, active })),
    defaultServer: fallback && {
      id: null,
      name: fallback.kind === 'sandbox' ? 'Sandbox' : fallback.settings.name,
      fromFilter: null,
      priority: 0,
      active: true,
    },
    notificationAddress: domain?.defaultFromAddress ?? null,
    bounceAddress: domain?.bounceAddress ?? null,
    forceFrom: domain?.forceFrom ?? false,
    ownDomains: facts.ownDomains,
    partnerDmarc: asked.partnerDmarc ?? null,
    replyTo: asked.replyTo,
  };
}
