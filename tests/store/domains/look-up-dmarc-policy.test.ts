import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { dmarcPolicy } from '#drizzle/schema/dmarc-policy.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import { openDb } from '#lib/db/client.ts';
import type { Ctx } from '#lib/db/context.ts';
import { lookUpDmarcPolicies, lookUpDmarcPolicy } from '#lib/mail/domains/look-up-dmarc-policy.ts';
import { startDnsServer, type TestDnsServer, txt } from '../../setup/dns-server.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let dns: TestDnsServer;
let later = 0;
let ctx: Ctx;

beforeAll(async () => {
  dns = await startDnsServer();
  t = await openTestContext({ DNS_SERVERS: dns.address });
  ctx = { ...t.ctx, now: () => addMilliseconds(new Date(), later) };
});
beforeEach(async () => {
  later = 0;
  dns.zone.clear();
  dns.asked.length = 0;
  await t.ctx.db.delete(dmarcPolicy);
});
afterAll(async () => {
  await t.close();
  await dns.stop();
});

const publish = (domain: string, policy: string, ttl?: number) =>
  dns.zone.set(`_dmarc.${domain}`, [txt(`_dmarc.${domain}`, `v=DMARC1; p=${policy}`, ttl)]);
const policyOf = async (domain: string) => (await lookUpDmarcPolicy(ctx, domain))?.policy;
const minutes = 60_000;

it('keeps an answer as long as DNS says', async () => {
  publish('strict.example', 'reject', 1800);
  expect(await policyOf('strict.example')).toBe('reject');
  publish('strict.example', 'none');
  later = 29 * minutes;
  expect(await policyOf('STRICT.example')).toBe('reject');
  expect(dns.asked).toHaveLength(1);
  later = 31 * minutes;
  expect(await policyOf('strict.example')).toBe('none');
});

it.each([
  ['at least five minutes', 1, 4, 6],
  ['at most a day', 9_000_000, 23 * 60, 25 * 60],
])('keeps it %s', async (_, ttl, before, after) => {
  publish('strict.example', 'reject', ttl);
  await policyOf('strict.example');
  later = before * minutes;
  await policyOf('strict.example');
  expect(dns.asked).toHaveLength(1);
  later = after * minutes;
  await policyOf('strict.example');
  expect(dns.asked).toHaveLength(2);
});

it('keeps that there is no policy', async () => {
  dns.negativeTtl = 900;
  expect(await policyOf('plain.example')).toBe('none');
  expect(await policyOf('plain.example')).toBe('none');
  expect(dns.asked).toHaveLength(1);
});

it('keeps a failure for a minute only, and says what it was', async () => {
  dns.zone.set('_dmarc.down.example', 'servfail');
  expect(await lookUpDmarcPolicy(ctx, 'down.example')).toMatchObject({
    policy: 'unknown',
    error: expect.stringContaining('SERVFAIL'),
  });
  publish('down.example', 'quarantine');
  later = minutes / 2;
  expect(await policyOf('down.example')).toBe('unknown');
  later = 2 * minutes;
  expect(await policyOf('down.example')).toBe('quarantine');
});

it('asks for each domain once, all at once, also when several batches ask', async () => {
  const domains = Array.from({ length: 60 }, (_, index) => `d${index}.example`);
  for (const domain of domains) publish(domain, 'reject');
  const batches = await Promise.all([
    lookUpDmarcPolicies(ctx, [...domains, 'D1.example']),
    lookUpDmarcPolicies(ctx, domains),
  ]);
  for (const batch of batches)
    expect([...batch.values()].map(({ policy }) => policy)).toEqual(domains.map(() => 'reject'));
  expect(dns.asked).toHaveLength(60);
});

it('waits two seconds at most for many domains together when nobody answers', async () => {
  const domains = Array.from({ length: 100 }, (_, index) => `d${index}.example`);
  for (const domain of domains) dns.zone.set(`_dmarc.${domain}`, 'silent');
  const began = performance.now();
  const found = await lookUpDmarcPolicies(ctx, domains);
  expect(performance.now() - began).toBeLessThan(15_000);
  expect(new Set([...found.values()].map(({ policy }) => policy))).toEqual(new Set(['unknown']));
  expect(found.size).toBe(100);
});

it('answers also while the database cannot keep it', async () => {
  publish('strict.example', 'reject');
  const gone = openDb(t.databaseUrl, 1);
  await gone.close();
  const found = await lookUpDmarcPolicies({ ...ctx, db: gone.db }, ['strict.example']);
  expect(found.get('strict.example')?.policy).toBe('reject');
});

it('reads a record that holds a NUL, which no database keeps', async () => {
  publish('nul.example', 'reject; rua=mailto:\0@nul.example');
  expect(await policyOf('nul.example')).toBe('reject');
  expect(await t.ctx.db.select().from(dmarcPolicy)).toMatchObject([{ domain: 'nul.example', policy: 'reject' }]);
});

it('forgets what expired a month ago', async () => {
  publish('old.example', 'reject', 600);
  await policyOf('old.example');
  later = 31 * 24 * 60 * minutes;
  await policyOf('new.example');
  expect((await t.ctx.db.select().from(dmarcPolicy)).map(({ domain }) => domain)).toEqual(['new.example']);
});

it('does not ask the public DNS about names that nobody can register', async () => {
  const open: Ctx = { ...ctx, env: { ...ctx.env, dnsServers: undefined } };
  expect((await lookUpDmarcPolicy(open, 'shop.example'))?.policy).toBe('none');
});
