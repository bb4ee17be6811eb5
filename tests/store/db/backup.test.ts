import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { contact } from '#drizzle/schema/contact.ts';
import { instance } from '#drizzle/schema/instance.ts';
import { outgoingServer } from '#drizzle/schema/outgoing-server.ts';
import { seedDemo } from '#drizzle/seed/demo.ts';
import { foundCompany } from '#lib/auth/setup/found-company.ts';
import { storeBlob } from '#lib/blobs/store-blob.ts';
import { readBackup } from '#lib/db/backup/read-backup.ts';
import { restoreBackup } from '#lib/db/backup/restore-backup.ts';
import { writeBackup } from '#lib/db/backup/write-backup.ts';
import { guardIdentity } from '#lib/instance/guard-identity.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { draftTo } from '../../setup/outgoing-fixtures.ts';
import { templateName, withDatabase } from '../../setup/template-database.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

const folder = mkdtempSync(join(tmpdir(), 'perfectwork-backup-'));
const file = join(folder, 'mail.backup');
const anna = { name: 'Anna', email: 'anna@mycompany.example', passwordHash: 'x', demoData: false };
let t: TestContext;
let target: string;

/** A company with documents, mail that waits, names in every script, and bytes of every value in more than one chunk. */
beforeAll(async () => {
  t = await openTestContext();
  const actor = await foundCompany(t.ctx, { companyName: 'My company', emailDomain: 'mycompany.example', ...anna });
  await seedDemo({ ...t.ctx, actor });
  const odd = ['Zoë "Z" \\ O\'Hara', '日本\t語\n', '\u2028 ‮ 🦊', ''];
  await t.ctx.db.insert(contact).values(odd.map((name) => ({ name })));
  await storeBlob(
    t.ctx,
    Buffer.concat([Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)), randomBytes(600_000)]),
  );
  await enqueueEmail(t.ctx, draftTo(['mary@customer.example'], { headers: { 'X-Odd': 'a\\b' } }));
  await t.ctx.db
    .insert(outgoingServer)
    .values({ name: 'Relay', host: 'relay.example', port: 25, maxMessageSizeMb: 12.5 });
  await guardIdentity(t.ctx);
  await writeBackup(t.databaseUrl, file, { APP_SECRET: 'kept' }, new Date());
});
beforeEach(async () => {
  target = `test_${randomBytes(6).toString('hex')}`;
  await query(inject('clusterUrl'), `create database ${target} template ${templateName}`);
  made.push(target);
});
const made: string[] = [];
afterAll(async () => {
  await t.close();
  for (const name of made) await query(inject('clusterUrl'), `drop database if exists ${name} with (force)`);
  rmSync(folder, { recursive: true, force: true });
});

describe('a backup that is restored', () => {
  it('has every row of every table, the same constraints, and counters that go on', async () => {
    const url = withDatabase(inject('clusterUrl'), target);
    const { header, rows } = await restoreBackup(url, file, () => undefined);
    expect(header.secrets).toEqual({ APP_SECRET: 'kept' });
    const [before, after] = [await contentOf(t.databaseUrl), await contentOf(url)];
    expect(rows).toBe(Object.values(before).reduce((sum, { count }) => sum + count, 0));
    const { instance: original, ...others } = before;
    const { instance: restored, ...others2 } = after;
    expect(others2).toEqual(others);
    expect(restored?.hash).not.toBe(original?.hash);
    expect(await constraintsOf(url)).toEqual(await constraintsOf(t.databaseUrl));
    const next = "insert into contact (name) values ('Next') returning id";
    expect(await query(url, next)).toEqual(await query(t.databaseUrl, next));
  });

  it('is a copy at its first start, also where it was made before databases had an identity', async () => {
    await t.ctx.db.update(instance).set({ identity: null });
    const old = join(folder, 'old.backup');
    await writeBackup(t.databaseUrl, old, null, new Date());
    const url = withDatabase(inject('clusterUrl'), target);
    await restoreBackup(url, old, () => undefined);
    expect(await query(url, 'select identity, capture_since from instance')).toEqual([
      { identity: 'restored ', capture_since: null },
    ]);
  });

  it('is read by its owner alone and leaves nothing half-written beside it', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.includes('half'))).toEqual([]);
  });
});

describe('a restore that cannot work changes nothing and says why', () => {
  const plain = () => gunzipSync(readFileSync(file)).toString();
  const withoutEnd = () => plain().slice(0, plain().trimEnd().lastIndexOf('\n') + 1);
  const cases: [string, () => Buffer, RegExp][] = [
    ['is empty', () => Buffer.alloc(0), /no backup of PerfectWORK Mail|damaged or cut short/],
    ['is something else', () => Buffer.from('PGDMP something else'), /damaged or cut short/],
    ['was compressed by something else', () => gzipSync('{"kind":"header"}\n'), /no backup of PerfectWORK Mail/],
    ['is cut in the middle', () => readFileSync(file).subarray(0, statSync(file).size / 2), /damaged or cut short/],
    ['is cut at its last byte', () => readFileSync(file).subarray(0, -1), /damaged or cut short/],
    ['lacks its last line', () => gzipSync(withoutEnd()), /damaged or cut short/],
    ['lacks a row', () => gzipSync(plain().replace(/\n\[[^\n]*\]\n/, '\n')), /damaged or cut short/],
    ['was altered', () => gzipSync(plain().replace('customer.example', 'attacker.example')), /damaged or cut short/],
    [
      'was made by another version',
      () => gzipSync(plain().replace(/"schema":"\d+ migrations/, '"schema":"3 migrations')),
      /another version of PerfectWORK Mail: it has 3 migrations.*Restore it with the version that made it/,
    ],
  ];
  const line = (value: object) => `${JSON.stringify(value)}\n`;
  const firstLine = () => plain().slice(0, plain().indexOf('\n') + 1);
  const forged: [string, () => string[]][] = [
    [
      'names a table that is SQL',
      () => [line({ kind: 'table', table: 'contact" (id) select 1; --', columns: ['id'] })],
    ],
    ['names a column that is SQL', () => [line({ kind: 'table', table: 'contact', columns: ['id) select 1; --'] })]],
    ['names no list of columns', () => [line({ kind: 'table', table: 'contact', columns: 'id' })]],
    ['has rows of no table', () => [line(['1'])]],
    ['sets a counter to words', () => [line({ kind: 'counter', counter: 'contact_id_seq', value: '1); drop' })]],
  ];
  it.each(forged)('a file with the right checksum that %s', async (_, body) => {
    const evil = join(folder, 'evil.backup');
    const text = [firstLine(), ...body()].join('');
    const rows = text.split('\n').filter((one) => one.startsWith('[')).length;
    const sha256 = createHash('sha256').update(text).digest('hex');
    writeFileSync(evil, gzipSync(text + line({ kind: 'end', rows, sha256 }), { level: 1 }));
    const url = withDatabase(inject('clusterUrl'), target);
    const before = await contentOf(url);
    await expect(restoreBackup(url, evil, () => undefined)).rejects.toThrow(/damaged or cut short/);
    expect(await contentOf(url)).toEqual(before);
  });

  it('a small file that unpacks to a line without end', async () => {
    const bomb = join(folder, 'bomb.backup');
    writeFileSync(bomb, gzipSync(`${firstLine()}["${'x'.repeat(1_000_000)}"]\n`));
    const read = async () => {
      for await (const _ of readBackup(bomb, 500_000));
    };
    await expect(read()).rejects.toThrow(/damaged or cut short/);
  });

  it.each(cases)('a file that %s', async (_, bytes, words) => {
    const broken = join(folder, 'broken.backup');
    writeFileSync(broken, bytes());
    const url = withDatabase(inject('clusterUrl'), target);
    const before = await contentOf(url);
    await expect(restoreBackup(url, broken, () => undefined)).rejects.toThrow(words);
    expect(await contentOf(url)).toEqual(before);
    expect(await constraintsOf(url)).toEqual(await constraintsOf(t.databaseUrl));
  });

  it('a file that is not there', async () => {
    const url = withDatabase(inject('clusterUrl'), target);
    const missing = join(folder, 'missing.backup');
    await expect(restoreBackup(url, missing, () => undefined)).rejects.toThrow(`There is no file ${missing}.`);
  });

  it('a database in use', async () => {
    const url = withDatabase(inject('clusterUrl'), target);
    await query(url, "insert into contact (name) values ('Mary')");
    await expect(restoreBackup(url, file, () => undefined)).rejects.toThrow(
      /The database is in use \(there is something in contact\); nothing was changed\./,
    );
    expect(await query(url, 'select name from contact')).toEqual([{ name: 'Mary' }]);
  });
});

/** Of every table: how many rows, and a hash of all of them. */
async function contentOf(url: string): Promise<Record<string, { count: number; hash: string }>> {
  const tables = await query(
    url,
    "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
  );
  const found = tables.map(async ({ name }) => {
    const [row] = await query(
      url,
      `select count(*)::int as count, md5(coalesce(string_agg(x::text, E'\\n' order by x::text), '')) as hash from "${name}" x`,
    );
    return [name, row];
  });
  return Object.fromEntries(await Promise.all(found));
}

function constraintsOf(url: string) {
  return query(
    url,
    `select conrelid::regclass::text as "table", conname, pg_get_constraintdef(oid) as definition, convalidated
     from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2`,
  );
}

async function query(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
