import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { cancelDeliveries, selectNewestEmail, selectWaitingEmails } from './queue/store.ts';
import { announce } from './verdict/record-verdict.ts';
import { lockEmails, refreshEmailStates } from './verdict/store.ts';

const perStep = 500;

/**
 * Takes back everything that waits, scheduled mail too, in steps. Mail enqueued meanwhile is left alone. Administrators
 * only.
 * @returns how many mails were cancelled
 */
export async function cancelWaitingEmails(ctx: Ctx): Promise<number> {
  requireAdministrator(ctx.actor);
  const upTo = await selectNewestEmail(ctx.db);
  let cancelled = 0;
  for (let after = 0; ; ) {
    const ids = await selectWaitingEmails(ctx.db, { after, upTo, limit: perStep });
    const last = ids.at(-1);
    if (last === undefined) break;
    cancelled += await cancelStep(ctx, ids);
    after = last;
  }
  const after = { cancelled };
  await recordAudit(ctx, { action: 'email.cancel-all', targetType: 'email', targetId: 'waiting', after });
  return cancelled;
}

function cancelStep(ctx: Ctx, ids: number[]): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    await lockEmails(tx.db, ids);
    const cancelled = new Set(await cancelDeliveries(tx.db, ids, tx.now())).size;
    await announce(tx, await refreshEmailStates(tx.db, ids, tx.now()));
    return cancelled;
  });
}
