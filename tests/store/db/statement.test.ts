import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemParameter } from '#drizzle/schema/system-parameter.ts';
import { userAccount } from '#drizzle/schema/user-account.ts';
import { statement } from '#lib/db/statement.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { makeCompany, makeUser } from '../../setup/people.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let userId: number;

beforeAll(async () => {
  t = await openTestContext();
  const companyId = await makeCompany(t.ctx);
  const { actor } = await makeUser(t.ctx, { name: 'Anna', email: 'anna@mycompany.example', companyId });
  userId = Number(actor.userId);
});
afterAll(() => t.close());

interface Parameter {
  key: string;
  value: string;
  updatedAt?: Date | undefined;
  updatedBy?: number | null | undefined;
}

let built = 0;
const add = statement((db, values: Parameter) => {
  built += 1;
  return db.insert(systemParameter).values(values).returning();
});
const read = statement((db, { key }: { key: string }) =>
  db
    .select({ key: systemParameter.key, by: { name: userAccount.name } })
    .from(systemParameter)
    .leftJoin(userAccount, eq(userAccount.id, systemParameter.updatedBy))
    .where(eq(systemParameter.key, key)),
);

describe('A statement that is built once', () => {
  it('writes and reads what the columns mean, null and what was left out among them', async () => {
    const moment = new Date('2026-03-02T09:00:00.123Z');
    const [first] = await add(t.ctx.db, { key: 'test.first', value: '1', updatedAt: moment, updatedBy: userId });
    const [second] = await add(t.ctx.db, { key: 'test.second', value: '2', updatedAt: undefined, updatedBy: null });
    expect(first).toMatchObject({ key: 'test.first', value: '1', updatedAt: moment, updatedBy: userId });
    expect(second).toMatchObject({ key: 'test.second', updatedBy: null, updatedAt: expect.any(Date) });
  });

  it('is built once for each set of values that are there', async () => {
    built = 0;
    for (const key of ['test.a', 'test.b', 'test.c']) await add(t.ctx.db, { key, value: '' });
    expect(built).toBe(1);
    await add(t.ctx.db, { key: 'test.d', value: '', updatedBy: userId });
    await add(t.ctx.db, { key: 'test.e', value: '', updatedBy: undefined });
    expect(built).toBe(1);
  });

  it('reads a joined row that is not there as null', async () => {
    await add(t.ctx.db, { key: 'test.nobody', value: '' });
    expect(await read(t.ctx.db, { key: 'test.nobody' })).toEqual([{ key: 'test.nobody', by: null }]);
    expect(await read(t.ctx.db, { key: 'test.first' })).toEqual([{ key: 'test.first', by: { name: 'Anna' } }]);
  });

  it('belongs to the transaction it is asked in', async () => {
    const failing = inTransaction(t.ctx, async (tx) => {
      await add(tx.db, { key: 'test.undone', value: '' });
      expect(await read(tx.db, { key: 'test.undone' })).toHaveLength(1);
      throw new Error('undo');
    });
    await expect(failing).rejects.toThrow('undo');
    expect(await read(t.ctx.db, { key: 'test.undone' })).toEqual([]);
  });

  it('answers the rows of plain SQL, and takes lists', async () => {
    const both = statement(
      (_, { keys }: { keys: string[] }) =>
        sql<{ count: number }>`select count(*)::int as count from ${systemParameter} p
          where p.key = any(${sql.param(keys)}::text[])`,
    );
    expect(await both(t.ctx.db, { keys: ['test.first', "test.'second", 'test.second'] })).toEqual([{ count: 2 }]);
    expect(await both(t.ctx.db, { keys: [] })).toEqual([{ count: 0 }]);
  });

  it('fails as any other', async () => {
    await expect(add(t.ctx.db, { key: 'test.first', value: '1' })).rejects.toMatchObject({ cause: { code: '23505' } });
  });
});
