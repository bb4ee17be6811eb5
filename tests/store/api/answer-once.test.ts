import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOnce } from '#lib/api/answer-once.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import { makeCompany, makeUser } from '../../setup/people.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
beforeAll(async () => {
  t = await openTestContext();
});
afterAll(() => t.close());

test('a request whose answer cannot be kept is not carried out again', async () => {
  const companyId = await makeCompany(t.ctx);
  const { actor } = await makeUser(t.ctx, { name: 'Anna', email: 'anna@mycompany.example', companyId });
  let sent = 0;
  const ask = () =>
    answerOnce(t.as(actor), { key: 'once', method: 'POST', path: '/emails', body: {} }, async () => {
      sent += 1;
      // PostgreSQL keeps no NUL.
      return { status: 201, body: { subject: 'Offer\0' } };
    });
  await expect(ask()).rejects.toThrow();
  await expect(ask()).rejects.toMatchObject({ code: 'conflict' });
  expect(sent).toBe(1);
});

test('an answer is repeated for 24 hours; after that the key is free again', async () => {
  let runs = 0;
  const ask = (hoursLater: number) => {
    const now = addMilliseconds(new Date(), hoursLater * 3_600_000);
    const request = { key: 'order-1', method: 'POST', path: '/emails', body: {} };
    return answerOnce({ ...t.ctx, now: () => now }, request, async () => {
      runs += 1;
      return { status: 201, body: { run: runs } };
    });
  };
  expect(await ask(0)).toEqual({ status: 201, body: { run: 1 }, replayed: false });
  expect(await ask(23)).toEqual({ status: 201, body: { run: 1 }, replayed: true });
  expect(await ask(25)).toEqual({ status: 201, body: { run: 2 }, replayed: false });
});
