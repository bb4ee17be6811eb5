import { and, asc, eq, inArray } from 'drizzle-orm';
import { alias } from '#drizzle/schema/alias.ts';
import { aliasDomain } from '#drizzle/schema/alias-domain.ts';
import { incomingServer } from '#drizzle/schema/incoming-server.ts';
import type { Ctx } from '#lib/db/context.ts';
import { localPartOf, normaliseAddress } from '#lib/mail/message/address.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';
import type { RecipientFacts } from './check-recipient.ts';

/** Everything {@link checkRecipient} looks at for one address. */
export async function loadRecipientFacts(ctx: Ctx, given: string): Promise<RecipientFacts> {
  const local = localPartOf(normaliseAddress(given)).toLowerCase();
  const [domains, aliases, servers, platformDomain, allowedDomains] = await Promise.all([
    ctx.db
      .select({
        domain: aliasDomain.name,
        catchall: aliasDomain.catchall,
        bounce: aliasDomain.bounce,
        defaultFrom: aliasDomain.defaultFrom,
      })
      .from(aliasDomain),
    ctx.db
      .select({ name: alias.localPart, domain: aliasDomain.name, localPartDetection: alias.matchLocalPartOnly })
      .from(alias)
      .leftJoin(aliasDomain, eq(aliasDomain.id, alias.aliasDomainId))
      .where(inArray(alias.localPart, [local, local.replace(/\+.*$/, '')])),
    ctx.db
      .select({ id: incomingServer.id, address: incomingServer.address })
      .from(incomingServer)
      .where(and(eq(incomingServer.type, 'push'), eq(incomingServer.active, true)))
      .orderBy(asc(incomingServer.priority), asc(incomingServer.id)),
    readParameter(ctx, 'perfectwork.platform.domain'),
    readParameter(ctx, 'mail.catchall.domain.allowed'),
  ]);
  return {
    domains: domains.map((one) => ({
      domain: one.domain,
      catchall: one.catchall.toLowerCase(),
      bounce: one.bounce.toLowerCase(),
    })),
    senders: domains.map(({ domain, defaultFrom }) =>
      (defaultFrom.includes('@') ? defaultFrom : `${defaultFrom}@${domain}`).toLowerCase(),
    ),
    aliases: aliases.map((one) => ({ ...one, name: one.name ?? '' })),
    handedOver: servers.map(({ id, address }) => ({ id, address: address && normaliseAddress(address) })),
    platformDomain,
    allowedDomains,
  };
}
