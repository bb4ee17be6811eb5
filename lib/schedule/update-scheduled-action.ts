import { recordAudit } from '#lib/audit/record-audit.ts';
import { invalidField } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { readScheduledAction } from './read-scheduled-action.ts';
import {
  type ScheduledActionItem,
  type UpdateScheduledActionInput,
  updateScheduledActionSchema,
} from './scheduled-action-schema.ts';
import { isShorter, shortestInterval } from './shortest-interval.ts';
import { updateAction } from './store.ts';

/**
 * Changes when an action runs: interval, next run, active, priority.
 * @throws AppError `not_found`; `invalid`, also for fetching more often than hourly in the online edition
 */
export async function updateScheduledAction(
  ctx: Ctx,
  idOrKey: number | string,
  input: UpdateScheduledActionInput,
): Promise<ScheduledActionItem> {
  const before = await readScheduledAction(ctx, idOrKey);
  const change = parseInput(updateScheduledActionSchema, input);
  await checkFetchInterval(ctx, { ...before, ...change });
  await inTransaction(ctx, async (tx) => {
    await updateAction(tx.db, before.id, { ...change, updatedAt: tx.now() });
    const changed = Object.keys(change) as (keyof typeof change)[];
    await recordAudit(tx, {
      action: 'scheduled-action.update',
      targetType: 'scheduled-action',
      targetId: before.id,
      before: Object.fromEntries(changed.map((name) => [name, before[name]])),
      after: change,
    });
    await publishEvent(tx.db, { topic: 'scheduled-actions' });
  });
  return readScheduledAction(ctx, before.id);
}

async function checkFetchInterval(
  ctx: Ctx,
  { key, intervalNumber, intervalUnit }: Pick<ScheduledActionItem, 'key' | 'intervalNumber' | 'intervalUnit'>,
): Promise<void> {
  if (!isShorter({ intervalNumber, intervalUnit }, await shortestInterval(ctx, key))) return;
  throw invalidField(
    'intervalNumber',
    'In the online edition mails are fetched hourly at most. Choose 60 minutes or more.',
  );
}
