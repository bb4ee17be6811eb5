import { asc, eq } from 'drizzle-orm';
import { aliasDomain } from '#drizzle/schema/alias-domain.ts';
import { company } from '#drizzle/schema/company.ts';
import type { Ctx } from '#lib/db/context.ts';
import { type AliasDomainFacts, aliasDomainFacts } from './alias-domain-facts.ts';

const columns = {
  id: aliasDomain.id,
  name: aliasDomain.name,
  catchall: aliasDomain.catchall,
  bounce: aliasDomain.bounce,
  defaultFrom: aliasDomain.defaultFrom,
};

/**
 * The alias domain of a company: its own, else the first by sequence.
 * @param companyId null: the first domain
 * @returns null while there is no alias domain at all
 */
export async function loadAliasDomain(ctx: Ctx, companyId: number | null): Promise<AliasDomainFacts | null> {
  if (companyId !== null) {
    const [own] = await ctx.db
      .select(columns)
      .from(company)
      .innerJoin(aliasDomain, eq(aliasDomain.id, company.aliasDomainId))
      .where(eq(company.id, companyId));
    if (own) return aliasDomainFacts(own);
  }
  const [first] = await ctx.db
    .select(columns)
    .from(aliasDomain)
    .orderBy(asc(aliasDomain.sequence), asc(aliasDomain.id))
    .limit(1);
  return first ? aliasDomainFacts(first) : null;
}

/** All alias domains, the default one first. */
export async function loadAliasDomains(ctx: Ctx): Promise<AliasDomainFacts[]> {
  const rows = await ctx.db.select(columns).from(aliasDomain).orderBy(asc(aliasDomain.sequence), asc(aliasDomain.id));
  return rows.map(aliasDomainFacts);
}
