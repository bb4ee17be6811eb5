import { afterAll, beforeAll, expect, it } from 'vitest';
import { perPool } from '#lib/db/per-pool.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;

beforeAll(async () => {
  t = await openTestContext();
});
afterAll(() => t.close());

it('is made once for each pool, and a transaction has one of its own', async () => {
  const made: unknown[] = [];
  const desk = perPool((db) => {
    made.push(db);
    return { db };
  });
  expect(made).toEqual([]);
  const own = desk(t.ctx.db);
  expect(own.db).toBe(t.ctx.db);
  expect(desk(t.ctx.db)).toBe(own);
  const other = t.elsewhere();
  expect(desk(other.db).db).toBe(other.db);
  await inTransaction(t.ctx, async (tx) => {
    expect(desk(tx.db).db).toBe(tx.db);
    expect(desk(tx.db)).toBe(desk(tx.db));
  });
  expect(desk(t.ctx.db)).toBe(own);
  expect(made).toHaveLength(3);
});
