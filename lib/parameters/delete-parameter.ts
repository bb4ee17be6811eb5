import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { definitionOf } from './registry.ts';
import { showParameter } from './show-parameter.ts';
import { removeParameters } from './store.ts';
import { requireNotFixed, storeParameter } from './store-parameter.ts';

/**
 * Gives a known parameter its default back; a key of one's own is gone.
 * @throws AppError `not_found`; `conflict` when the environment fixes it; `in_use` for an email domain with aliases
 */
export async function deleteParameter(ctx: Ctx, key: string): Promise<void> {
  requireAdministrator(ctx.actor);
  requireNotFixed(ctx, key);
  const before = await showParameter(ctx, key);
  const definition = definitionOf(key);
  // The four that live in the alias domain cannot be missing there: they are set to their default instead.
  if (definition?.aliasDomainColumn) return storeParameter(ctx, key, definition.kind.format(definition.defaultValue));
  await inTransaction(ctx, async (tx) => {
    if (!(await removeParameters(tx.db, [key]))) return;
    await recordAudit(tx, {
      action: 'system-parameter.delete',
      targetType: 'system-parameter',
      targetId: key,
      before: { value: before.isSecret ? '[hidden]' : before.value },
    });
  });
}
