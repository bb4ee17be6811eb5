import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { thread } from '#drizzle/schema/message.ts';
import { lockThreads } from '#lib/chatter/lock-threads.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;

const threads = [
  { model: 'case', recordId: 7 },
  { model: 'case', recordId: 12 },
  { model: 'lead', recordId: 3 },
  { model: 'lead', recordId: 9 },
  { model: 'lead', recordId: 20 },
];
const orders = [threads, threads.toReversed(), [3, 0, 4, 1, 2].flatMap((index) => threads[index] ?? [])];

beforeAll(async () => {
  t = await openTestContext();
  await t.ctx.db.insert(thread).values([3, 1, 4, 0, 2].flatMap((index) => threads[index] ?? []));
});
afterEach(async () => {
  for (const { end } of open) end();
  await Promise.allSettled(open.map(({ ended }) => ended));
  open.length = 0;
});
afterAll(() => t.close());

const open: { ended: Promise<void>; end(): void }[] = [];

/** A transaction that stays open until it is told to end. */
function hold(work: (tx: Ctx) => Promise<unknown>) {
  const [begun, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const ended = inTransaction(t.ctx, async (tx) => {
    await work(tx);
    begun.resolve();
    await end.promise;
  });
  ended.catch(begun.reject);
  open.push({ ended, end: end.resolve });
  return { begun: begun.promise, ended, end: end.resolve };
}

const waiting = () =>
  t.ctx.db.$count(sql`pg_stat_activity`, sql`datname = current_database() and wait_event_type = 'Lock'`);
const lockRow = (tx: Ctx, { model, recordId }: { model: string; recordId: number }) =>
  tx.db.execute(sql`select 1 from ${thread} where model = ${model} and record_id = ${recordId} for no key update`);
const free = async () =>
  (
    await t.ctx.db.execute<{ model: string; recordId: number }>(sql`
      select model, record_id as "recordId" from ${thread} order by 1, 2 for no key update skip locked`)
  ).rows;

describe('Who is going to post in several threads', () => {
  it('waits for another who has them, and then goes on, whoever names them in which order', async () => {
    const first = hold((tx) => lockThreads(tx, threads));
    await first.begun;
    const others = orders.map((order) => hold((tx) => lockThreads(tx, order)));
    await expect.poll(waiting).toBe(orders.length);
    first.end();
    for (const other of others) other.end();
    await Promise.all([first, ...others].map(({ ended }) => ended));
    expect(await free()).toEqual(threads);
  });

  it.each([0, 1, 2, 3, 4])('takes them in one order, up to the one that another has: the one at %i', async (place) => {
    for (const order of orders) {
      const other = hold((tx) => lockRow(tx, threads[place] ?? { model: '', recordId: 0 }));
      await other.begun;
      const locking = hold((tx) => lockThreads(tx, order));
      await expect.poll(waiting).toBe(1);
      expect(await free()).toEqual(threads.slice(place + 1));
      other.end();
      await locking.begun;
      expect(await free()).toEqual([]);
      locking.end();
      await Promise.all([other.ended, locking.ended]);
    }
  });

  it('leaves others to everybody', async () => {
    const [first, second, ...rest] = threads;
    const locking = hold((tx) =>
      lockThreads(
        tx,
        [second, first].flatMap((one) => one ?? []),
      ),
    );
    await locking.begun;
    expect(await free()).toEqual(rest);
    locking.end();
    await locking.ended;
  });
});
