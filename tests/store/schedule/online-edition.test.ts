import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ScheduledAction } from '#lib/schedule/actions.ts';
import { installActions } from '#lib/schedule/install-actions.ts';
import { readScheduledAction } from '#lib/schedule/read-scheduled-action.ts';
import { runDueActions } from '#lib/schedule/run-due-actions.ts';
import { updateAction } from '#lib/schedule/store.ts';
import { updateScheduledAction } from '#lib/schedule/update-scheduled-action.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
beforeAll(async () => {
  t = await openTestContext({ PERFECTWORK_EDITION: 'online' });
});
afterAll(() => t.close());

const fetching: ScheduledAction = {
  key: 'fetchmail-service',
  name: 'Fetch',
  intervalNumber: 5,
  intervalUnit: 'minutes',
  priority: 5,
  run: async () => ({ done: 0, remaining: 0, log: '' }),
};
const planned = new Date('2026-01-01T08:00:00Z');

test('the online edition fetches mailboxes once an hour from the start', async () => {
  await installActions({ ...t.ctx, now: () => planned }, [fetching, { ...fetching, key: 'other' }]);
  expect(await readScheduledAction(t.ctx, 'fetchmail-service')).toMatchObject({ intervalNumber: 60 });
  expect(await readScheduledAction(t.ctx, 'other')).toMatchObject({ intervalNumber: 5 });
});

test('a shorter interval is refused with the reason', async () => {
  const change = updateScheduledAction(t.ctx, 'fetchmail-service', { intervalNumber: 30 });
  await expect(change).rejects.toMatchObject({
    code: 'invalid',
    details: { errors: [{ path: 'intervalNumber', message: expect.stringContaining('hourly at most') }] },
  });
  await updateScheduledAction(t.ctx, 'fetchmail-service', { intervalNumber: 90 });
});

test('an interval chosen before the edition changed counts as an hour', async () => {
  const { id } = await readScheduledAction(t.ctx, 'fetchmail-service');
  await updateAction(t.ctx.db, id, { intervalNumber: 5, intervalUnit: 'minutes', nextRunAt: planned });
  const later = { ...t.ctx, now: () => new Date('2026-01-01T08:00:20Z') };
  await runDueActions(later, { startedBy: 'clock', signal: new AbortController().signal }, [fetching]);
  const { nextRunAt } = await readScheduledAction(t.ctx, 'fetchmail-service');
  expect(nextRunAt).toEqual(new Date('2026-01-01T09:00:00Z'));
});
