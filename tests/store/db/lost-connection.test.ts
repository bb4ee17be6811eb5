import { sql } from 'drizzle-orm';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DbClient, openDb } from '#lib/db/client.ts';
import { outlastOutage } from '#lib/db/outlast-outage.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let client: DbClient;

beforeAll(async () => {
  t = await openTestContext();
  client = openDb(t.databaseUrl, 1);
});
afterAll(async () => {
  await client.close();
  await t.close();
});

/** The server is gone by the time a connection of the pool is used again. */
function loseNextConnection(): void {
  client.pool.once('acquire', (connection: pg.PoolClient) => {
    (connection as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  });
}

it('a transaction that cannot begin gives its connection back', async () => {
  await client.db.execute(sql`select 1`);
  loseNextConnection();
  await expect(client.db.transaction(async (tx) => tx.execute(sql`select 1`))).rejects.toThrow();
  const { rows } = await client.db.transaction(async (tx) => tx.execute(sql`select 2 as answer`));
  expect(rows).toEqual([{ answer: 2 }]);
});

it('a transaction whose connection breaks between two statements fails, and the next one goes well', async () => {
  const broken = client.db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await t.ctx.db.execute(sql`select pg_terminate_backend(${rows[0]?.pid}, 5000)`);
    await tx.execute(sql`select 1`);
  });
  await expect(broken).rejects.toThrow();
  await expect(client.db.transaction(async (tx) => tx.execute(sql`select 1`))).resolves.toBeDefined();
});

it('what can be repeated outlasts a lost connection', async () => {
  let tries = 0;
  const ctx = { ...t.ctx, db: client.db };
  const work = () =>
    client.db.transaction(async (tx) => {
      const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      if (++tries === 1) await t.ctx.db.execute(sql`select pg_terminate_backend(${rows[0]?.pid}, 5000)`);
      await tx.execute(sql`select 1`);
      return tries;
    });
  expect(await outlastOutage(ctx, work, 30_000)).toBe(2);
});

it('what cannot succeed is not repeated', async () => {
  let tries = 0;
  const work = async () => {
    tries += 1;
    await t.ctx.db.execute(sql`select 1 / 0`);
  };
  await expect(outlastOutage(t.ctx, work, 30_000)).rejects.toThrow();
  expect(tries).toBe(1);
});
