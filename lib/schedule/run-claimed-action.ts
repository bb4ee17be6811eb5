import { openAlert } from '#lib/alerts/open-alert.ts';
import { resolveAlert } from '#lib/alerts/resolve-alert.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import { AppError, messageOf } from '#lib/core/errors.ts';
import { type Ctx, systemActor } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import type { ActionOutcome, ScheduledAction } from './actions.ts';
import { nextRunAfter } from './due.ts';
import type { RunResult } from './scheduled-action-schema.ts';
import { allowedInterval } from './shortest-interval.ts';
import { type ActionRow, extendLease, finishRun, insertRun, loadHeldAction, updateAction } from './store.ts';

/** A process that dies leaves its action to the others after this. */
export const leaseMs = 30_000;
const renewEveryMs = 10_000;
/** Goes of one action in one run, while it says that more is left. */
const maxGoes = 20;
const longestRunMs = 60_000;
const alertAfterFailures = 3;
const maxLogLength = 20_000;

export interface RunOptions {
  startedBy: 'clock' | 'cron' | 'manual';
  signal: AbortSignal;
}

/** Runs an action whose lease the caller has just taken; records the run and plans the next one. Never throws for a failing action. */
export async function runClaimedAction(
  ctx: Ctx,
  row: ActionRow,
  action: ScheduledAction,
  options: RunOptions,
): Promise<RunResult> {
  const startedAt = ctx.now();
  const runId = await insertRun(ctx.db, { actionId: row.id, startedAt, startedBy: options.startedBy });
  await publishEvent(ctx.db, { topic: 'scheduled-actions' });
  const lease = keepLease(ctx, row);
  const signal = AbortSignal.any([options.signal, lease.lost]);
  // Whoever pressed the button, the work is the system's.
  const outcome = await runInGoes({ ...ctx, actor: systemActor }, action, signal);
  const ms = ctx.now().getTime() - startedAt.getTime();
  const result = { key: row.key, ms, ...outcome };
  await recordRun(ctx, row, await lease.release(), runId, result);
  return result;
}

type GoesOutcome = ActionOutcome & { status: RunResult['status'] };

async function runInGoes(ctx: Ctx, action: ScheduledAction, signal: AbortSignal): Promise<GoesOutcome> {
  const startedAt = performance.now();
  const total: ActionOutcome = { done: 0, remaining: 0, log: '' };
  try {
    for (let go = 0; go < maxGoes; go++) {
      const { done, remaining, log } = await action.run(ctx, signal);
      Object.assign(total, { done: total.done + done, remaining, log: [total.log, log].filter(Boolean).join('\n') });
      const tired = performance.now() - startedAt > longestRunMs;
      if (remaining === 0 || done === 0 || signal.aborted || tired) break;
    }
    return { ...total, log: total.log.slice(-maxLogLength), status: total.remaining > 0 ? 'partial' : 'done' };
  } catch (error) {
    if (!(error instanceof AppError)) ctx.log.error({ err: error, action: action.key }, 'a scheduled action failed');
    const log = [total.log, `Failed: ${messageOf(error)}`].filter(Boolean).join('\n');
    return { ...total, log: log.slice(-maxLogLength), status: 'failed' };
  }
}

/** Renews the lease while the action runs; `lost` is aborted when another process took over. */
function keepLease(ctx: Ctx, row: ActionRow): { lost: AbortSignal; release(): Promise<Date> } {
  const lost = new AbortController();
  let held = row.leaseUntil ?? ctx.now();
  let renewal = Promise.resolve();
  const renew = async () => {
    const until = addMilliseconds(ctx.now(), leaseMs);
    if (await extendLease(ctx.db, row.id, held, until)) held = until;
    else lost.abort();
  };
  const timer = setInterval(() => {
    renewal = renewal.then(renew).catch((error) => ctx.log.warn({ err: error }, 'a lease could not be renewed'));
  }, renewEveryMs);
  return {
    lost: lost.signal,
    release: async () => {
      clearInterval(timer);
      await renewal;
      return held;
    },
  };
}

async function recordRun(ctx: Ctx, row: ActionRow, held: Date, runId: number, result: RunResult): Promise<void> {
  const { status, done, remaining, log, ms } = result;
  await inTransaction(ctx, async (tx) => {
    const now = tx.now();
    await finishRun(tx.db, runId, { finishedAt: now, status, done, remaining, log });
    await publishEvent(tx.db, { topic: 'scheduled-actions' });
    const current = await loadHeldAction(tx.db, row.id, held);
    if (!current) return;
    const failureCount = status === 'failed' ? current.failureCount + 1 : 0;
    await updateAction(tx.db, row.id, {
      leaseUntil: null,
      nextRunAt: nextRunAfter(current.nextRunAt, await allowedInterval(tx, current.key, current), now),
      lastRunAt: now,
      lastStatus: status,
      lastDurationMs: ms,
      failureCount,
      firstFailureAt: status === 'failed' ? (current.firstFailureAt ?? now) : null,
    });
    await tellAdministrators(tx, current, failureCount, log);
  });
}

async function tellAdministrators(
  ctx: Ctx,
  { key, name }: ActionRow,
  failureCount: number,
  log: string,
): Promise<void> {
  if (failureCount === 0) return resolveAlert(ctx, 'scheduled-action-failing', key);
  if (failureCount < alertAfterFailures) return;
  await openAlert(ctx, {
    kind: 'scheduled-action-failing',
    key,
    severity: 'error',
    title: `${name} fails again and again`,
    detail: `It failed at least ${alertAfterFailures} times in a row. ${log.split('\n').at(-1) ?? ''} Look at its log and run it again.`,
    link: '/technical/scheduled-actions',
  });
}
