import type { Socket } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DbClient, openDb } from '#lib/db/client.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let client: DbClient;

beforeAll(async () => {
  t = await openTestContext();
  client = openDb(t.databaseUrl, 1, { prepares: true });
});
afterAll(async () => {
  await client.close();
  await t.close();
});

const names = async () =>
  (
    await client.db.execute<{ name: string }>(
      sql`select name from pg_prepared_statements where statement like '%asked%'`,
    )
  ).rows;

it('names a statement that is asked often, and plans it once', async () => {
  const ask = (number: number) => client.db.execute(sql`select ${number}::int as asked`);
  for (let n = 0; n < 5; n++) await ask(n);
  expect(await names()).toEqual([]);
  for (let n = 0; n < 10; n++) expect((await ask(n)).rows).toEqual([{ asked: n }]);
  expect(await names()).toHaveLength(1);
  const plans = await client.db.execute(
    sql`select generic_plans > 0 as generic, custom_plans::int as custom from pg_prepared_statements
      where statement like '%asked%' and statement not like '%pg_prepared%'`,
  );
  expect(plans.rows).toEqual([{ generic: true, custom: 0 }]);
});

it('sends what is asked within one turn as one packet, and answers each', async () => {
  await client.db.transaction(async (tx) => {
    const { stream } = (await connectionOf(client)).connection;
    const writes: unknown[] = [];
    const [write, writev] = [stream._write, stream._writev];
    stream._write = (...given) => writes.push(given) && write.apply(stream, given);
    stream._writev = (...given) => writes.push(given) && writev?.apply(stream, given);
    const answers = await Promise.all([1, 2, 3].map((n) => tx.execute(sql`select ${n}::int as n`)));
    Object.assign(stream, { _write: write, _writev: writev });
    expect(answers.map(({ rows }) => rows[0])).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(writes).toHaveLength(1);
  });
});

/** The only connection of the pool. */
async function connectionOf({ pool }: DbClient): Promise<{ connection: { stream: Socket } }> {
  const [only] = (pool as unknown as { _clients: { connection: { stream: Socket } }[] })._clients;
  if (!only) throw new Error('the pool has no connection');
  return only;
}
