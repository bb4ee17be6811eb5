import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeEach, expect, inject, it } from 'vitest';
import { alert } from '#drizzle/schema/alert.ts';
import { auditEvent } from '#drizzle/schema/audit-event.ts';
import { instance } from '#drizzle/schema/instance.ts';
import { openDb } from '#lib/db/client.ts';
import type { Ctx } from '#lib/db/context.ts';
import { guardIdentity } from '#lib/instance/guard-identity.ts';
import { isCapturing } from '#lib/instance/is-capturing.ts';
import { ownIdentity } from '#lib/instance/own-identity.ts';
import { readInstance } from '#lib/instance/read-instance.ts';
import { takeOwnership } from '#lib/instance/take-ownership.ts';
import { withDatabase } from '../../setup/template-database.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
const opened: TestContext[] = [];
beforeEach(async () => {
  t = await openTestContext();
  opened.push(t);
  await t.ctx.db.insert(instance).values({ secretFingerprint: 'test' });
});
afterAll(async () => {
  for (const each of opened) await each.close();
});

async function rowOf(ctx: Ctx) {
  const [row] = await ctx.db.select().from(instance);
  return row;
}

it('adopts a database that has no identity, once, and leaves it sending at every later start', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => guardIdentity(t.ctx)));
  expect(all).toEqual(Array(8).fill(null));
  expect(await rowOf(t.ctx)).toMatchObject({ identity: await ownIdentity(t.ctx), captureSince: null });
  expect(await guardIdentity(t.ctx)).toBeNull();
  expect(await isCapturing(t.ctx)).toBe(false);
  expect(await t.ctx.db.select().from(auditEvent)).toEqual([]);
});

it('captures from the first start of another installation on, said once however many processes start', async () => {
  await t.ctx.db.update(instance).set({ identity: 'of another installation' });
  const all = await Promise.all(Array.from({ length: 8 }, () => guardIdentity(t.ctx)));
  const since = (await rowOf(t.ctx))?.captureSince;
  expect(since).toBeInstanceOf(Date);
  expect(all).toEqual(Array(8).fill(since));
  const written = await t.ctx.db.select().from(auditEvent).where(eq(auditEvent.action, 'instance.capture'));
  expect(written).toHaveLength(1);
  expect(await t.ctx.db.select().from(alert)).toMatchObject([{ kind: 'database-copy', resolvedAt: null }]);
  expect(await guardIdentity(t.ctx)).toEqual(since);
});

it('takes a database cloned on the same server for a copy, and the original for none', async () => {
  await guardIdentity(t.ctx);
  const name = `test_${randomBytes(6).toString('hex')}`;
  const original = new URL(t.databaseUrl).pathname.slice(1);
  await t.boss.stop({ graceful: false });
  await cloneDatabase(original, name);
  const copy = openDb(withDatabase(t.databaseUrl, name), 2);
  const ctx = { ...t.ctx, db: copy.db };
  expect(await guardIdentity(ctx)).toBeInstanceOf(Date);
  expect(await guardIdentity(t.ctx)).toBeNull();
  await copy.close();
  await onCluster(`drop database ${name} with (force)`);
});

it('takes a database restored over itself for a copy: its tables are other tables', async () => {
  await guardIdentity(t.ctx);
  const client = new pg.Client({ connectionString: t.databaseUrl });
  await client.connect();
  await client.query('alter table instance rename to dumped');
  await client.query('create table instance (like dumped including all)');
  await client.query('insert into instance select * from dumped');
  await client.query('drop table dumped');
  await client.end();
  expect(await guardIdentity(t.ctx)).toBeInstanceOf(Date);
});

it('knows a copy of the embedded database by its folder', async () => {
  const inFolder = (dataDir: string) => ({ ...t.ctx, env: { ...t.ctx.env, embeddedDatabase: true, dataDir } });
  await guardIdentity(inFolder('/srv/original'));
  expect(await guardIdentity(inFolder('/srv/original'))).toBeNull();
  expect(await guardIdentity(inFolder('/srv/copy'))).toBeInstanceOf(Date);
});

it('sends again once an administrator claimed it, and captures anew where the original comes back', async () => {
  await t.ctx.db.update(instance).set({ identity: 'of another installation' });
  await guardIdentity(t.ctx);
  await expect(takeOwnership(t.as({ role: 'user' }), {})).rejects.toMatchObject({ code: 'forbidden' });
  const anna = t.as({ userId: 7, role: 'administrator' });
  const claims = await Promise.allSettled([takeOwnership(anna, {}), takeOwnership(anna, {})]);
  expect(claims.map((claim) => claim.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await rowOf(t.ctx)).toMatchObject({ identity: await ownIdentity(t.ctx), captureSince: null, claimedBy: 7 });
  expect(await readInstance(anna)).toMatchObject({ capturing: false, captured: 0 });
  const [written] = await t.ctx.db.select().from(auditEvent).where(eq(auditEvent.action, 'instance.claim'));
  expect(written).toMatchObject({ userId: 7, before: { identity: 'of anoth' } });
  expect(await t.ctx.db.select().from(alert)).toMatchObject([{ resolvedAt: expect.any(Date) }]);
  const elsewhere = { ...t.ctx, env: { ...t.ctx.env, embeddedDatabase: true, dataDir: '/srv/original' } };
  expect(await guardIdentity(elsewhere)).toBeInstanceOf(Date);
});

async function cloneDatabase(from: string, to: string): Promise<void> {
  // A template must have no connections; the pool of the original opens new ones when it is asked again.
  await onCluster(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${from}' and pid <> pg_backend_pid()`,
    `create database ${to} template ${from}`,
  );
}

async function onCluster(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: inject('clusterUrl') });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}
