import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeAttempt } from '#lib/auth/rate-limit/take-attempt.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import { cleanUp } from '#lib/schedule/clean-up.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
beforeAll(async () => {
  t = await openTestContext();
});
afterAll(() => t.close());

test('what has served its time goes, what is in use stays', async () => {
  const rule = { limit: 5, windowSeconds: 60 };
  await takeAttempt({ ...t.ctx, now: () => addMilliseconds(t.ctx.now(), -2 * 86_400_000) }, 'old', rule);
  await takeAttempt(t.ctx, 'new', rule);
  const { signal } = new AbortController();
  expect(await cleanUp(t.ctx, signal)).toMatchObject({ done: 1, remaining: 0 });
  expect(await cleanUp(t.ctx, signal)).toEqual({ done: 0, remaining: 0, log: 'Nothing to remove.' });
});
