import { sql } from 'drizzle-orm';
import type { Ctx } from '#lib/db/context.ts';
import { saveAliasDomain } from '#lib/mail/aliases/save-alias-domain.ts';

/** The company whose mail the tests of incoming mail receive: North, with the alias domain north.example. */
export async function foundNorth(ctx: Ctx): Promise<void> {
  await ctx.db.execute(sql`insert into company (name) values ('North')`);
  await saveAliasDomain(ctx, { name: 'north.example' });
}
