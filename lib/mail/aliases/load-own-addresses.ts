import { sql } from 'drizzle-orm';
import { alias } from '#drizzle/schema/alias.ts';
import { aliasDomain } from '#drizzle/schema/alias-domain.ts';
import type { Ctx } from '#lib/db/context.ts';
import { statement } from '#lib/db/statement.ts';
import { withoutToken } from '#lib/mail/message/signed-address.ts';

/** Which of some normalised addresses are our own: aliases, catchall and bounce of any domain, signed or not. */
export async function loadOwnAddresses(ctx: Ctx, addresses: string[]): Promise<string[]> {
  if (addresses.length === 0) return [];
  const rows = await selectOwn(ctx.db, { addresses: addresses.map(withoutToken) });
  const own = new Set(rows.map((row) => row.address));
  return addresses.filter((address) => own.has(withoutToken(address)));
}

const selectOwn = statement(
  (_, { addresses }: { addresses: string[] }) => sql<{ address: string }>`
    select own.address from (
      select lower(a.local_part || '@' || d.name) as address from ${alias} a cross join ${aliasDomain} d
      where a.local_part is not null and (a.alias_domain_id is null or a.alias_domain_id = d.id)
      union select lower(d.catchall || '@' || d.name) from ${aliasDomain} d
      union select lower(d.bounce || '@' || d.name) from ${aliasDomain} d
    ) own where own.address = any(${sql.param(addresses)}::text[])`,
);
