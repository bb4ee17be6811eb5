import type { AliasStatus } from '#lib/core/enumerations.ts';
import type { Ctx } from '#lib/db/context.ts';
import { setAliasStatus } from './store.ts';

/** Notes how the last mail to an alias fared: its owner sees it at the alias. For the gateway; asks for no permission. */
export async function noteAliasStatus(ctx: Ctx, id: number, status: AliasStatus): Promise<void> {
  await setAliasStatus(ctx.db, id, status);
}
