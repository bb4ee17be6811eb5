import { afterAll, beforeAll, expect, test } from 'vitest';
import { alertListFields } from '#lib/alerts/alert-schema.ts';
import { listAlerts } from '#lib/alerts/list-alerts.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import { AppError } from '#lib/core/errors.ts';
import { parseListQuery } from '#lib/core/list-query.ts';
import { openDb } from '#lib/db/client.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { ActionOutcome, ScheduledAction } from '#lib/schedule/actions.ts';
import { installActions } from '#lib/schedule/install-actions.ts';
import { listActionRuns } from '#lib/schedule/list-action-runs.ts';
import { readScheduledAction } from '#lib/schedule/read-scheduled-action.ts';
import { runActionNow } from '#lib/schedule/run-action-now.ts';
import { runDueActions } from '#lib/schedule/run-due-actions.ts';
import { actionRunListFields } from '#lib/schedule/scheduled-action-schema.ts';
import { claimAction } from '#lib/schedule/store.ts';
import { updateScheduledAction } from '#lib/schedule/update-scheduled-action.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
beforeAll(async () => {
  t = await openTestContext();
});
afterAll(() => t.close());

const { signal } = new AbortController();
const clock = { startedBy: 'clock' as const, signal };

function makeAction(key: string, run: ScheduledAction['run']): ScheduledAction {
  return { key, name: key, intervalNumber: 5, intervalUnit: 'minutes', priority: 5, run };
}

const nothing: ActionOutcome = { done: 0, remaining: 0, log: '' };

test('two processes with connections of their own run each due action once', async () => {
  const runs: string[] = [];
  const actions = ['one', 'two', 'three', 'four'].map((key) =>
    makeAction(key, async () => {
      runs.push(key);
      return { done: 1, remaining: 0, log: 'did it' };
    }),
  );
  await installActions(t.ctx, actions);
  const other = openDb(t.databaseUrl, 4);
  const processes: Ctx[] = [t.ctx, { ...t.ctx, db: other.db }, t.ctx, { ...t.ctx, db: other.db }];
  const answers = await Promise.all(processes.map((ctx) => runDueActions(ctx, clock, actions)));
  await other.close();
  expect(runs.sort()).toEqual(['four', 'one', 'three', 'two']);
  expect(answers.flat()).toHaveLength(4);
  expect(await runDueActions(t.ctx, clock, actions)).toEqual([]);
});

test('an action is planned a whole interval after its plan, not after its run', async () => {
  const action = makeAction('punctual', async () => nothing);
  const planned = new Date('2026-01-01T08:00:00Z');
  await installActions({ ...t.ctx, now: () => planned }, [action]);
  await runDueActions({ ...t.ctx, now: () => new Date('2026-01-01T08:12:34Z') }, clock, [action]);
  const item = await readScheduledAction(t.ctx, 'punctual');
  expect(item.nextRunAt).toEqual(new Date('2026-01-01T08:15:00Z'));
  expect(item).toMatchObject({ lastStatus: 'done', running: false });
});

test('an action that says more is left goes on, and stops when it gets nowhere', async () => {
  let left = 3;
  const action = makeAction('in-pieces', async () => ({ done: 1, remaining: --left, log: `${left} left` }));
  const stuck = makeAction('stuck', async () => ({ done: 0, remaining: 9, log: '' }));
  await installActions(t.ctx, [action, stuck]);
  const [pieces] = await runDueActions(t.ctx, clock, [action]);
  expect(pieces).toMatchObject({ status: 'done', done: 3, remaining: 0, log: '2 left\n1 left\n0 left' });
  const [partial] = await runDueActions(t.ctx, clock, [stuck]);
  expect(partial).toMatchObject({ status: 'partial', remaining: 9 });
});

test('a failing action keeps its plan, its reason and, the third time in a row, an alert that success resolves', async () => {
  let works = false;
  const action = makeAction('moody', async () => {
    if (works) return nothing;
    throw new AppError('unavailable', 'The mail server is asleep.');
  });
  await installActions(t.ctx, [action]);
  for (let time = 0; time < 3; time++) {
    const result = await runActionNow(t.ctx, 'moody', signal, [action]);
    expect(result).toMatchObject({ status: 'failed', log: 'Failed: The mail server is asleep.' });
  }
  expect(await readScheduledAction(t.ctx, 'moody')).toMatchObject({ active: true, failureCount: 3 });
  const open = () => listAlerts(t.ctx, parseListQuery(new URLSearchParams('resolved=false'), alertListFields));
  expect((await open()).items.map((alert) => alert.key)).toEqual(['moody']);
  works = true;
  await runActionNow(t.ctx, 'moody', signal, [action]);
  expect((await open()).items).toEqual([]);
  expect(await readScheduledAction(t.ctx, 'moody')).toMatchObject({ failureCount: 0, firstFailureAt: null });
});

test('run manually answers with the log, works on an inactive action, and refuses while it runs', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const action = makeAction('slow', async () => {
    await held;
    return { done: 2, remaining: 0, log: 'Two things.' };
  });
  await installActions(t.ctx, [action]);
  await updateScheduledAction(t.ctx, 'slow', { active: false });
  const first = runActionNow(t.ctx, 'slow', signal, [action]);
  await expect.poll(async () => (await readScheduledAction(t.ctx, 'slow')).running).toBe(true);
  await expect(runActionNow(t.ctx, 'slow', signal, [action])).rejects.toMatchObject({ code: 'conflict' });
  release();
  expect(await first).toMatchObject({ status: 'done', done: 2, log: 'Two things.' });
  const runs = await listActionRuns(t.ctx, 'slow', parseListQuery(new URLSearchParams(), actionRunListFields));
  expect(runs.items[0]).toMatchObject({ status: 'done', startedBy: 'manual', log: 'Two things.' });
});

test('the action of a process that died is taken over once its lease is over', async () => {
  const action = makeAction('orphaned', async () => nothing);
  await installActions(t.ctx, [action]);
  const { id } = await readScheduledAction(t.ctx, 'orphaned');
  const now = t.ctx.now();
  await claimAction(t.ctx.db, id, now, addMilliseconds(now, 30_000));
  expect(await runDueActions(t.ctx, clock, [action])).toEqual([]);
  const later = { ...t.ctx, now: () => addMilliseconds(now, 31_000) };
  expect(await runDueActions(later, clock, [action])).toHaveLength(1);
});

test('administrators change interval and next run; others may not', async () => {
  const action = makeAction('movable', async () => nothing);
  await installActions(t.ctx, [action]);
  const nextRunAt = new Date('2030-05-05T05:05:00Z');
  const changed = await updateScheduledAction(t.ctx, 'movable', {
    intervalNumber: 2,
    intervalUnit: 'weeks',
    nextRunAt,
  });
  expect(changed).toMatchObject({ intervalNumber: 2, intervalUnit: 'weeks', nextRunAt });
  expect(await runDueActions(t.ctx, clock, [action])).toEqual([]);
  await expect(updateScheduledAction(t.ctx, 'movable', { intervalNumber: 0 })).rejects.toMatchObject({
    code: 'invalid',
  });
  const user = t.as({ role: 'user' });
  await expect(updateScheduledAction(user, 'movable', { active: false })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(runActionNow(user, 'movable', signal, [action])).rejects.toMatchObject({ code: 'forbidden' });
});

test('installing again keeps what administrators chose', async () => {
  const action = makeAction('kept', async () => nothing);
  await installActions(t.ctx, [action]);
  await updateScheduledAction(t.ctx, 'kept', { intervalNumber: 42 });
  await installActions(t.ctx, [action]);
  expect(await readScheduledAction(t.ctx, 'kept')).toMatchObject({ intervalNumber: 42 });
});
