import type { Socket } from 'node:net';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DbClient, openDb } from '#lib/db/client.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let client: DbClient;
const taken = new Set<pg.PoolClient>();

beforeAll(async () => {
  t = await openTestContext();
});
afterAll(() => t.close());
beforeEach(() => {
  client = openDb(t.databaseUrl, 3, { prepares: true });
  return async () => {
    // What a test has left waiting must not keep the next one waiting.
    for (const connection of (client.pool as unknown as { _clients: pg.PoolClient[] })._clients) {
      streamOf(connection).destroy();
    }
    for (const connection of taken) release(connection);
    await client.close();
  };
});

async function take(): Promise<pg.PoolClient> {
  const connection = await client.pool.connect();
  taken.add(connection);
  return connection;
}
function release(connection: pg.PoolClient): void {
  taken.delete(connection);
  connection.release();
}

function streamOf(connection: pg.PoolClient): Socket {
  return (connection as unknown as { connection: { stream: Socket } }).connection.stream;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const one = async (asked: Promise<pg.QueryResult<{ n: number }>>) => (await asked).rows[0]?.n;
const ask = (db: pg.Pool | pg.PoolClient, n: number) => one(db.query('select $1::int as n', [n]));
const fail = (db: pg.Pool | pg.PoolClient) => one(db.query('select 1 / $1::int as n', [0]));
const askBack = (db: pg.Pool | pg.PoolClient, text: string, values: unknown[]) =>
  new Promise<number>((resolve, reject) => {
    db.query(text, values, (error, answer) => (error ? reject(error) : resolve(answer.rows[0].n)));
  });

/** A connection, and the number of packets it has sent. */
async function openConnection() {
  const connection = await take();
  await connection.query('select 1');
  const stream = streamOf(connection);
  const writes = [vi.spyOn(stream, '_write'), vi.spyOn(stream, '_writev' as '_write')];
  return { connection, packets: () => writes.reduce((sum, { mock }) => sum + mock.calls.length, 0) };
}

/** Of two answers to one packet the first is there, and the second on its way until the test lets it come. */
async function holdAnswer(connection: pg.PoolClient) {
  const holder = await take();
  await holder.query('select pg_advisory_lock(1)');
  const early = ask(connection, 0);
  const held = one(connection.query('select 0 as n from pg_advisory_xact_lock(1)'));
  await early;
  const letCome = async () => {
    await holder.query('select pg_advisory_unlock(1)');
    release(holder);
  };
  return { held, letCome };
}

describe('What is asked of a connection', () => {
  it('within one turn leaves as one packet, by whatever it is answered', async () => {
    const { connection, packets } = await openConnection();
    const back = askBack(connection, 'select 3 as n', []);
    expect(await Promise.all([ask(connection, 1), ask(connection, 2), back])).toEqual([1, 2, 3]);
    expect(packets()).toBe(1);
    await ask(connection, 4);
    expect(packets()).toBe(2);
  });

  it('while answers are on their way waits for them, and leaves together', async () => {
    const { connection, packets } = await openConnection();
    const { held, letCome } = await holdAnswer(connection);
    const asked = [held.then(() => ask(connection, 1))];
    for (const n of [2, 3, 4]) {
      asked.push(ask(connection, n));
      await turn();
    }
    expect(packets()).toBe(1);
    await letCome();
    expect(await Promise.all(asked)).toEqual([1, 2, 3, 4]);
    expect(packets()).toBe(2);
  });

  it('is answered though what stands before it fails, in its packet or in the one before', async () => {
    const { connection, packets } = await openConnection();
    const together = await Promise.allSettled([ask(connection, 1), fail(connection), ask(connection, 3)]);
    expect(together.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const failing = fail(connection);
    await turn();
    const behind = [ask(connection, 4), askBack(connection, 'select 1 / $1::int as n', [0]), ask(connection, 6)];
    await expect(failing).rejects.toThrow('division by zero');
    expect((await Promise.allSettled(behind)).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(packets()).toBe(3);
  });

  it.each<[string, (connection: pg.PoolClient) => unknown]>([
    ['nothing', (connection) => expect(() => connection.query(null as never)).toThrow(TypeError)],
    ['what nobody can hear', (connection) => expect(() => connection.query('', [], 'me' as never)).toThrow(TypeError)],
    ['a statement of its own class', (connection) => connection.query(new pg.Query('select 2 as n'))],
  ])('is answered in its turn though %s was asked', async (_, askOddly) => {
    const { connection, packets } = await openConnection();
    const { held, letCome } = await holdAnswer(connection);
    await askOddly(connection);
    await turn();
    const behind = ask(connection, 1);
    await turn();
    expect(packets()).toBe(1);
    await letCome();
    expect(await Promise.all([held, behind])).toEqual([0, 1]);
    await askOddly(connection);
    await turn();
    expect(await ask(connection, 2)).toBe(2);
  });

  it('fails when the connection is lost, also what had not left, and the pool goes on', async () => {
    const { connection, packets } = await openConnection();
    const pid = await one(connection.query('select pg_backend_pid() as n'));
    const sent = packets();
    const { held, letCome } = await holdAnswer(connection);
    const waiting = [held, ask(connection, 1), askBack(connection, 'select 2 as n', [])];
    const ended = Promise.allSettled(waiting);
    await turn();
    expect(packets()).toBe(sent + 1);
    await client.pool.query('select pg_terminate_backend($1, 5000)', [pid]);
    expect((await ended).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await expect(ask(connection, 3)).rejects.toThrow();
    release(connection);
    await letCome();
    expect(await Promise.all([1, 2, 3, 4].map((n) => ask(client.pool, n)))).toEqual([1, 2, 3, 4]);
  });
});

describe('A pool', () => {
  it('answers by callbacks as by promises', async () => {
    const text = 'select $1::int as n';
    expect(await Promise.all([ask(client.pool, 1), askBack(client.pool, text, [2])])).toEqual([1, 2]);
    const errors = await Promise.allSettled([fail(client.pool), askBack(client.pool, 'select 1 / $1::int', [0])]);
    expect(errors).toMatchObject([{ reason: { code: '22012' } }, { reason: { code: '22012' } }]);
    const noValues = new Promise((resolve) => {
      client.pool.query('select 3 as n', (_, { rows }) => resolve(rows));
    });
    expect(await noValues).toEqual([{ n: 3 }]);
  });

  it('answers each of a hundred statements of many kinds, in whatever order they are asked', async () => {
    const undone = new Error('undone');
    const kinds: ((n: number) => Promise<unknown>)[] = [
      (n) => ask(client.pool, n),
      (n) => one(client.pool.query(`select ${n} as n`)),
      (n) => askBack(client.pool, 'select $1::int as n', [n]),
      (n) => one(client.db.execute<{ n: number }>(sql`select ${n}::int as n`)),
      (n) => one(client.pool.query({ name: 'own', text: 'select $1::int as n', values: [n] })),
      (n) => fail(client.pool).catch(() => n),
      (n) => client.db.execute(sql`select ${n}::int as n from nowhere`).catch(() => n),
      (n) => askBack(client.pool, 'select 1 / $1::int as n', [0]).catch(() => n),
      (n) =>
        client.db.transaction(async (tx) => {
          const add = (m: number) => one(tx.execute<{ n: number }>(sql`select ${m}::int as n`));
          const parts = await Promise.all([add(n), add(1), add(-1)]);
          return parts.reduce((sum: number, part) => sum + Number(part), 0);
        }),
      (n) =>
        client.db
          .transaction(async (tx) => {
            await Promise.allSettled([tx.execute(sql`select 1 / ${0}::int`), tx.execute(sql`select ${n}::int`)]);
            throw undone;
          })
          .catch((error) => (error === undone ? n : error)),
    ];
    const hundred = Array.from({ length: 100 }, (_, n) => n);
    const order = fc.shuffledSubarray(hundred, { minLength: hundred.length });
    const pauses = fc.infiniteStream(fc.nat({ max: 3 }));
    await fc.assert(
      fc.asyncProperty(order, pauses, async (numbers, turns) => {
        const asked: Promise<unknown>[] = [];
        for (const n of numbers) {
          asked.push((kinds[n % kinds.length] as (typeof kinds)[number])(n));
          if (turns.next().value === 0) await turn();
        }
        expect(await Promise.all(asked)).toEqual(numbers);
      }),
      { numRuns: 5 },
    );
    expect(client.pool.totalCount).toBeLessThanOrEqual(3);
    expect(client.pool.waitingCount).toBe(0);
  });
});
