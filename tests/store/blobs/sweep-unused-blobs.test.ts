import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadBlobReferences, loadUnusedBlobs } from '#lib/blobs/load-unused-blobs.ts';
import { readBlob } from '#lib/blobs/read-blob.ts';
import { releaseBlobs } from '#lib/blobs/release-blobs.ts';
import { chunkSize } from '#lib/blobs/store.ts';
import { storeBlob } from '#lib/blobs/store-blob.ts';
import { storeBlobs } from '#lib/blobs/store-blobs.ts';
import { sweepUnusedBlobs } from '#lib/blobs/sweep-unused-blobs.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { removeUnusedFiles } from '#lib/schedule/remove-unused-files.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
beforeAll(async () => {
  t = await openTestContext();
});
afterAll(() => t.close());
beforeEach(() => t.ctx.db.execute(sql`truncate blob_chunk, blob, attachment, incoming_mail, sandbox_message cascade`));

const { signal } = new AbortController();
const sweep = (from?: string) => sweepUnusedBlobs(t.ctx, signal, from);
const hash = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
const small = () => randomBytes(2000);
const large = () => randomBytes(chunkSize * 2 + 5);

/** All that is stored was last wanted two days ago. */
const age = () => t.ctx.db.execute(sql`update blob set kept_at = now() - interval '2 days'`);

async function count(table: string): Promise<number> {
  const { rows } = await t.ctx.db.execute<{ n: number }>(sql.raw(`select count(*)::int as n from ${table}`));
  return rows[0]?.n ?? 0;
}

/** A row that refers to content. @returns its number */
async function attach({ db }: Ctx, sha256: string): Promise<number> {
  const { rows } = await db.execute<{ id: number }>(
    sql`insert into attachment (name, content_type, size, sha256) values ('a', 'b', 1, ${sha256}) returning id`,
  );
  return rows[0]?.id ?? 0;
}

const isWhole = async (data: Buffer) => hash(await readBlob(t.ctx, hash(data))) === hash(data);

/** A point in time that code waits for. */
function moment() {
  let come: () => void = () => undefined;
  const came = new Promise<void>((resolve) => {
    come = resolve;
  });
  return { came, come };
}

/** Whether somebody waits for a lock that another connection has. */
async function untilSomebodyWaits(): Promise<void> {
  const waiting = async () => {
    const { rows } = await t.ctx.db.execute<{ n: number }>(
      sql`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows[0]?.n;
  };
  await expect.poll(waiting).toBeGreaterThan(0);
}

describe('what goes and what stays', () => {
  test('content that nothing refers to goes after a day, with its chunks; how much is said', async () => {
    const [used, unused, young] = [large(), large(), small()];
    await attach(t.ctx, (await storeBlob(t.ctx, used)).sha256);
    await storeBlob(t.ctx, unused);
    await age();
    await storeBlob(t.ctx, young);
    expect(await removeUnusedFiles(t.ctx, signal)).toEqual({
      done: 1,
      remaining: 0,
      log: `1 removed, ${(unused.length / 1_000_000).toFixed(1)} MB.`,
    });
    expect(await isWhole(used)).toBe(true);
    expect(await isWhole(young)).toBe(true);
    expect(await count('blob')).toBe(2);
    expect(await count('blob_chunk')).toBe(4);
    expect(await removeUnusedFiles(t.ctx, signal)).toMatchObject({ done: 0, log: 'Nothing to remove.' });
  });

  test('content goes wherever a sweep begins, and whatever batches it falls into', async () => {
    const pieces = Array.from({ length: 350 }, small);
    const stored = await storeBlobs(t.ctx, pieces);
    await age();
    for (const { sha256 } of stored.slice(0, 30)) await attach(t.ctx, sha256);
    expect(await sweep(stored[77]?.sha256)).toEqual({ blobs: 320, bytes: 640_000, isComplete: true });
    expect(await count('blob')).toBe(30);
    expect(await count('blob_chunk')).toBe(30);
  });

  test('a sweep that is stopped says that something is left', async () => {
    expect(await removeUnusedFiles(t.ctx, AbortSignal.abort())).toMatchObject({ done: 0, remaining: 1 });
  });

  for (const [kind, make] of [
    ['small', small],
    ['large', large],
  ] as const) {
    test(`${kind} content that is stored again is kept for another day, written once an hour`, async () => {
      const data = make();
      const keptAt = async () => (await t.ctx.db.execute(sql`select kept_at::text, xmin::text from blob`)).rows[0];
      await storeBlob(t.ctx, data);
      const fresh = await keptAt();
      for (const way of [
        data,
        (async function* () {
          yield data;
        })(),
      ])
        await storeBlob(t.ctx, way);
      expect(await keptAt()).toEqual(fresh);
      for (const way of [
        () => data,
        async function* () {
          yield data;
        },
      ]) {
        await age();
        await storeBlob(t.ctx, way());
        expect(await sweep()).toMatchObject({ blobs: 0 });
      }
      expect(await isWhole(data)).toBe(true);
    });
  }
});

describe('a sweep beside somebody who stores the same content', () => {
  for (const [kind, make] of [
    ['small', small],
    ['large', large],
  ] as const) {
    test(`${kind}: kept on by a transaction that has not ended, it is left alone`, async () => {
      const data = make();
      await storeBlob(t.ctx, data);
      await age();
      await inTransaction(t.ctx, async (tx) => {
        const { sha256 } = await storeBlob(tx, data);
        expect(await sweep()).toMatchObject({ blobs: 0, isComplete: true });
        await attach(tx, sha256);
      });
      expect(await isWhole(data)).toBe(true);
    });

    test(`${kind}: being removed, it is stored anew by whoever wants it at that moment`, async () => {
      const data = make();
      await storeBlob(t.ctx, data);
      await age();
      const [removed, mayEnd] = [moment(), moment()];
      const sweeping = inTransaction(t.ctx, async (tx) => {
        const references = await loadBlobReferences(tx.db);
        expect(await releaseBlobs(tx, references, [hash(data)])).toMatchObject({ blobs: 1 });
        removed.come();
        await mayEnd.came;
      });
      await removed.came;
      const storing = inTransaction(t.ctx, async (tx) => attach(tx, (await storeBlob(tx, data)).sha256));
      await untilSomebodyWaits();
      mayEnd.come();
      await Promise.all([sweeping, storing]);
      expect(await isWhole(data)).toBe(true);
      expect(await count('attachment')).toBe(1);
    });
  }

  test('referred to by a transaction that has not ended, it is left alone', async () => {
    const { sha256 } = await storeBlob(t.ctx, small());
    await age();
    await inTransaction(t.ctx, async (tx) => {
      await attach(tx, sha256);
      expect(await sweep()).toMatchObject({ blobs: 0, isComplete: true });
    });
    expect(await count('blob')).toBe(1);
  });

  test('referred to between the look and the removal, it stays', async () => {
    const { sha256 } = await storeBlob(t.ctx, small());
    await age();
    const references = await loadBlobReferences(t.ctx.db);
    const unused = await loadUnusedBlobs(t.ctx.db, references, { after: '', upTo: 'g' });
    expect(unused).toEqual([sha256]);
    await attach(t.ctx, sha256);
    expect(await releaseBlobs(t.ctx, references, unused)).toEqual({ blobs: 0, bytes: 0 });
  });

  test('for two seconds, over and over: whatever is referred to is whole', async () => {
    const pieces = [small(), small(), large(), large()];
    const until = performance.now() + 2000;
    let rounds = 0;
    // Days pass only while nobody is between storing and referring: that takes less than one.
    const days = 4711;
    const work = async (seed: number) => {
      for (let n = seed; performance.now() < until; n++) {
        const data = pieces[n % pieces.length] ?? small();
        const id = await inTransaction(t.ctx, async (tx) => {
          await tx.db.execute(sql`select pg_advisory_xact_lock_shared(${days})`);
          return attach(tx, (await storeBlob(tx, data)).sha256);
        });
        expect(await isWhole(data)).toBe(true);
        await t.ctx.db.execute(sql`delete from attachment where id = ${id}`);
        rounds += 1;
      }
    };
    const letDaysPass = async () => {
      while (performance.now() < until) {
        await inTransaction(t.ctx, async (tx) => {
          await tx.db.execute(sql`select pg_advisory_xact_lock(${days})`);
          await tx.db.execute(sql`update blob set kept_at = now() - interval '2 days'`);
        });
        await pause(5);
      }
    };
    let swept = 0;
    const sweepAlways = async () => {
      while (performance.now() < until) swept += (await sweep()).blobs;
    };
    await Promise.all([work(0), work(2), letDaysPass(), sweepAlways(), sweepAlways()]);
    expect(rounds).toBeGreaterThan(5);
    expect(swept).toBeGreaterThan(0);
    const { rows } = await t.ctx.db.execute(sql`select 1 from blob_chunk c
      where not exists (select from blob b where b.sha256 = c.sha256)`);
    expect(rows).toEqual([]);
  });
});

describe('the columns that refer to stored content', () => {
  test('are known by their foreign keys, one that is added too', async () => {
    const { sha256 } = await storeBlob(t.ctx, small());
    await age();
    await t.ctx.db.execute(sql`create table "New table" ("the file" text references blob (sha256))`);
    await t.ctx.db.execute(sql`insert into "New table" values (${sha256})`);
    expect(await sweep()).toMatchObject({ blobs: 0 });
    await t.ctx.db.execute(sql`drop table "New table"`);
    expect(await sweep()).toMatchObject({ blobs: 1 });
  });

  test('all have an index that begins with them: a sweep reads no table whole', async () => {
    const { rows } = await t.ctx.db.execute(sql`
      select c.conrelid::regclass::text as "table" from pg_constraint c
      where c.contype = 'f' and c.confrelid = 'blob'::regclass and not exists (
        select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1] and i.indpred is null)`);
    expect(rows).toEqual([]);
  });

  test('all have a foreign key; an address without one must be known here to refer to nothing', async () => {
    const { rows } = await t.ctx.db.execute(sql`
      select c.table_name || '.' || c.column_name as name from information_schema.columns c
      where c.table_schema = 'public' and c.column_name ~ 'sha256|blob' and not exists (
        select from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey)
        where k.contype = 'f' and k.confrelid = 'blob'::regclass
          and k.conrelid = c.table_name::regclass and a.attname = c.column_name)
      order by 1`);
    expect(rows.map(({ name }) => name)).toEqual([
      // The content itself.
      'blob.sha256',
      'blob_chunk.sha256',
      // By it a mail is recognised that comes again; the content is held by its incoming mail.
      'pop3_mail.sha256',
    ]);
  });
});
