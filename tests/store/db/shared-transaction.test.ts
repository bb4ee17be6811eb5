import { inArray, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemParameter } from '#drizzle/schema/system-parameter.ts';
import { settleAll } from '#lib/core/settle-all.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inSharedTransaction, inTransaction, joinTransaction } from '#lib/db/transaction.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;

beforeAll(async () => {
  t = await openTestContext();
});
afterAll(() => t.close());

const keys = ['test.a', 'test.b', 'test.c'];
const [a = '', b = '', c = ''] = keys;
const add = async (tx: Ctx, key: string) => {
  await tx.db.insert(systemParameter).values({ key, value: '' });
  return key;
};
const kept = async () => {
  const rows = await t.ctx.db.select().from(systemParameter).where(inArray(systemParameter.key, keys));
  return rows.map(({ key }) => key).toSorted();
};

beforeEach(async () => {
  await t.ctx.db.delete(systemParameter).where(inArray(systemParameter.key, keys));
});

describe('Works that share a transaction', () => {
  it('commit together', async () => {
    const done = await inSharedTransaction(t.ctx, async (tx) => {
      const added = await settleAll(keys.map((key) => add(tx, key)));
      expect(await kept()).toEqual([]);
      return added;
    });
    expect(done).toEqual(keys);
    expect(await kept()).toEqual(keys);
  });

  it.each<[string, (tx: Ctx) => Promise<unknown>, string]>([
    ['by an exception of one', () => Promise.reject(new Error('changed my mind')), 'changed my mind'],
    ['by a statement that fails', (tx) => add(tx, a), 'Failed query'],
    ['by one that asks for a savepoint', (tx) => inTransaction(tx, (inner) => add(inner, b)), 'no savepoints'],
  ])('are undone together %s', async (_, failing, reason) => {
    const works = (tx: Ctx) => settleAll([add(tx, a), failing(tx), add(tx, c)]);
    await expect(inSharedTransaction(t.ctx, works)).rejects.toThrow(reason);
    expect(await kept()).toEqual([]);
  });

  it('may hold what joins the transaction', async () => {
    const join = (tx: Ctx, key: string) => joinTransaction(tx, (inner) => add(inner, key));
    await inSharedTransaction(t.ctx, async (tx) => {
      await settleAll([join(tx, a), join(tx, b)]);
      expect(await kept()).toEqual([]);
    });
    expect(await kept()).toEqual([a, b]);
  });

  it('are undone by what has joined', async () => {
    const joined = (tx: Ctx) =>
      joinTransaction(tx, async (inner) => {
        await add(inner, b);
        throw new Error('changed my mind');
      });
    const shared = inSharedTransaction(t.ctx, (tx) => settleAll([add(tx, a), joined(tx)]));
    await expect(shared).rejects.toThrow('changed my mind');
    expect(await kept()).toEqual([]);
  });

  it('do not wait long for a lock that somebody else has, and what comes after them does', async () => {
    const setting = async ({ db }: Ctx) => (await db.execute(sql`show lock_timeout`)).rows;
    const before = await setting(t.ctx);
    await inTransaction(t.ctx, async (other) => {
      await other.db.execute(sql`set local idle_in_transaction_session_timeout = '15s'`);
      await add(other, a);
      const shared = inSharedTransaction(t.ctx, (tx) => settleAll([add(tx, b), add(tx, a)]));
      await expect(shared).rejects.toMatchObject({ cause: { code: '55P03' } });
    });
    expect(await kept()).toEqual([a]);
    const connections = Array.from({ length: 10 }, () => inTransaction(t.ctx, setting));
    expect(await Promise.all(connections)).toEqual(connections.map(() => before));
  });

  it('leave others their savepoints', async () => {
    await inSharedTransaction(t.ctx, (tx) => add(tx, a));
    await inTransaction(t.ctx, async (tx) => {
      const failing = inTransaction(tx, async (inner) => {
        await add(inner, b);
        throw new Error('this one only');
      });
      await expect(failing).rejects.toThrow('this one only');
      await add(tx, c);
    });
    expect(await kept()).toEqual([a, c]);
  });
});

it('what joins no transaction has one of its own', async () => {
  const failing = joinTransaction(t.ctx, async (tx) => {
    await add(tx, a);
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  expect(await joinTransaction(t.ctx, (tx) => add(tx, b))).toBe(b);
  expect(await kept()).toEqual([b]);
});
