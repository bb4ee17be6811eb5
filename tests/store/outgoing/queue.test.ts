import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { delivery, email } from '#drizzle/schema/email.ts';
import { outgoingServerBreaker } from '#drizzle/schema/outgoing-server.ts';
import { openDb } from '#lib/db/client.ts';
import type { Ctx } from '#lib/db/context.ts';
import { listEmails } from '#lib/mail/outgoing/list-emails.ts';
import { claimDeliveries, claimLonger } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { releaseDeliveries } from '#lib/mail/outgoing/queue/release-deliveries.ts';
import { requeueLostDeliveries } from '#lib/mail/outgoing/queue/requeue-lost-deliveries.ts';
import { saveIntents } from '#lib/mail/outgoing/transport/store.ts';
import { acceptedVerdict } from '#lib/mail/outgoing/verdict/decide-verdict.ts';
import { recordBounce } from '#lib/mail/outgoing/verdict/record-bounce.ts';
import { recordVerdicts } from '#lib/mail/outgoing/verdict/record-verdict.ts';
import { draftTo, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let other: Ctx;
let closeOther: () => Promise<void>;
const running = new AbortController().signal;

beforeAll(async () => {
  t = await openTestContext();
  await seedMailDomain(t.ctx);
  const client = openDb(t.databaseUrl, 2);
  other = { ...t.ctx, db: client.db };
  closeOther = () => client.close();
});
afterAll(async () => {
  await closeOther();
  await t.close();
});
beforeEach(async () => {
  await t.ctx.db.delete(email);
  await t.ctx.db.delete(outgoingServerBreaker);
});

const people = (count: number) => Array.from({ length: count }, (_, index) => `p${index}@customer.example`);

async function jobsFor(emailId: number): Promise<number> {
  const found = await t.ctx.db.execute<{ count: number }>(
    sql`select count(*)::int as count from pgboss.job where name = 'send-email' and data->>'emailId' = ${String(emailId)}`,
  );
  return found.rows[0]?.count ?? 0;
}

function verdictOf(claimed: {
  id: number;
  epoch: number;
  emailId: number;
  lane: number;
  attempts: number;
  firstAttemptAt: Date | null;
}) {
  const verdict = acceptedVerdict(claimed, '250 ok', new Date());
  const { id: deliveryId, epoch, emailId } = claimed;
  return {
    deliveryId,
    epoch,
    emailId,
    serverId: 0,
    serverName: 'Test',
    startedAt: new Date(),
    transcript: null,
    verdict,
  };
}

async function letLeaseRunOut(): Promise<void> {
  await t.ctx.db
    .update(delivery)
    .set({ leaseUntil: new Date(Date.now() - 1) })
    .where(eq(delivery.state, 'sending'));
}

it('gives each delivery to one of two workers that claim at the same time', async () => {
  await enqueueEmail(t.ctx, draftTo(people(200)));
  const [mine, theirs] = await Promise.all([
    claimDeliveries(t.ctx, { limit: 150 }),
    claimDeliveries(other, { limit: 150 }),
  ]);
  const ids = [...mine, ...theirs].map((row) => row.id);
  expect(new Set(ids).size).toBe(ids.length);
  const rest = await claimDeliveries(other, { limit: 500 });
  expect(ids.length + rest.length).toBe(200);
});

it('does not keep a mail whose transaction is rolled back, nor its job', async () => {
  let emailId = 0;
  const failing = t.ctx.db.transaction(async (tx) => {
    ({ emailId } = await enqueueEmail({ ...t.ctx, db: tx as unknown as Ctx['db'] }, draftTo(people(1))));
    throw new Error('the caller changed its mind');
  });
  await expect(failing).rejects.toThrow('changed its mind');
  expect(await t.ctx.db.select().from(email).where(eq(email.id, emailId))).toHaveLength(0);
  expect(await jobsFor(emailId)).toBe(0);
});

it('takes person-to-person mail before bulk mail that has waited longer', async () => {
  const bulk = await enqueueEmail(t.ctx, draftTo(people(3), { lane: 10 }));
  const urgent = await enqueueEmail(t.ctx, draftTo(people(1)));
  const [first, second] = await claimDeliveries(t.ctx, { limit: 2 });
  expect(first?.emailId).toBe(urgent.emailId);
  expect(second?.emailId).toBe(bulk.emailId);
});

it('leaves mail alone whose server is known to be down, until the probe is due', async () => {
  const { emailId } = await enqueueEmail(t.ctx, draftTo(people(1)));
  await t.ctx.db.update(delivery).set({ serverId: 7 }).where(eq(delivery.emailId, emailId));
  const later = new Date(Date.now() + 30_000);
  await t.ctx.db.insert(outgoingServerBreaker).values({ serverId: 7, state: 'open', nextProbeAt: later });
  expect(await claimDeliveries(t.ctx, { limit: 10 })).toHaveLength(0);
  expect(await claimDeliveries({ ...t.ctx, now: () => new Date(Date.now() + 31_000) }, { limit: 10 })).toHaveLength(1);
});

it('lets a worker that was overtaken write neither intent nor verdict', async () => {
  const { emailId } = await enqueueEmail(t.ctx, draftTo(people(1)));
  const [slow] = await claimDeliveries(t.ctx, { limit: 1 });
  if (!slow) throw new Error('nothing claimed');
  await letLeaseRunOut();
  await requeueLostDeliveries(other, running);
  const [quick] = await claimDeliveries(other, { limit: 1 });
  expect(quick?.epoch).toBeGreaterThan(slow.epoch);
  expect(await claimLonger(t.ctx, [slow])).toEqual([]);
  expect(await saveIntents(t.ctx, [slow])).toEqual(new Set());
  expect(await recordVerdicts(t.ctx, [verdictOf(slow)])).toEqual([false]);
  expect((await readRows(t.ctx, emailId)).deliveries[0]?.state).toBe('sending');
  expect(await releaseDeliveries(t.ctx, [{ held: [slow], dueAt: new Date(), serverId: null, reason: null }])).toEqual([
    0,
  ]);
});

it('sends again after a crash before the intent, without spending an attempt', async () => {
  const { emailId } = await enqueueEmail(t.ctx, draftTo(people(1)));
  await claimDeliveries(t.ctx, { limit: 1 });
  await letLeaseRunOut();
  await requeueLostDeliveries(t.ctx, running);
  const { deliveries, mail } = await readRows(t.ctx, emailId);
  expect(deliveries[0]).toMatchObject({ state: 'queued', attempts: 0 });
  expect(mail.state).toBe('outgoing');
  expect(await jobsFor(emailId)).toBe(2);
});

it('repeats after a crash behind the intent once for a person, never for bulk mail', async () => {
  const personal = await enqueueEmail(t.ctx, draftTo(people(1)));
  const bulk = await enqueueEmail(t.ctx, draftTo(people(1), { lane: 10 }));
  const crashBehindIntent = async () => {
    await saveIntents(t.ctx, await claimDeliveries(t.ctx, { limit: 10 }));
    await letLeaseRunOut();
    await requeueLostDeliveries(t.ctx, running);
  };
  await crashBehindIntent();
  expect((await readRows(t.ctx, personal.emailId)).deliveries[0]).toMatchObject({ state: 'deferred' });
  expect((await readRows(t.ctx, bulk.emailId)).deliveries[0]).toMatchObject({ state: 'unknown' });
  await crashBehindIntent();
  expect((await readRows(t.ctx, personal.emailId)).deliveries[0]).toMatchObject({
    state: 'unknown',
    failureType: 'unknown',
  });
});

it('gives due mail that lost its job a new one, and only that', async () => {
  const lost = await enqueueEmail(t.ctx, draftTo(people(1)));
  const fresh = await enqueueEmail(t.ctx, draftTo(people(1)));
  await t.ctx.db.execute(sql`delete from pgboss.job where name = 'send-email'`);
  await t.ctx.db
    .update(delivery)
    .set({ nextAttemptAt: new Date(Date.now() - 60_000) })
    .where(eq(delivery.emailId, lost.emailId));
  await requeueLostDeliveries(t.ctx, running);
  expect(await jobsFor(lost.emailId)).toBe(1);
  expect(await jobsFor(fresh.emailId)).toBe(0);
});

it('keeps the right state of a mail whose verdicts two workers write at once', async () => {
  const { emailId } = await enqueueEmail(t.ctx, draftTo(people(40)));
  const mine = await claimDeliveries(t.ctx, { limit: 20 });
  const theirs = await claimDeliveries(other, { limit: 20 });
  await Promise.all([
    ...mine.map((claimed) => recordVerdicts(t.ctx, [verdictOf(claimed)])),
    ...theirs.map((claimed) => recordVerdicts(other, [verdictOf(claimed)])),
  ]);
  expect((await readRows(t.ctx, emailId)).mail.state).toBe('sent');
});

it('lists mails with how many of their recipients have them', async () => {
  const { emailId } = await enqueueEmail(t.ctx, draftTo([...people(4), 'not an address']));
  await enqueueEmail(t.ctx, draftTo(people(1)));
  await recordVerdicts(t.ctx, (await claimDeliveries(t.ctx, { emailIds: [emailId], limit: 3 })).map(verdictOf));
  const query = { limit: 50, sort: { field: 'createdAt', descending: true }, filters: [] };
  const { items, total } = await listEmails(t.ctx, query);
  expect(total).toBe(2);
  expect(items[1]).toMatchObject({ id: emailId, recipientCount: 5, sentCount: 3, deferredCount: 0, state: 'failed' });
  const deferred = { field: 'deferred', operator: 'in' as const, values: ['true'] };
  expect((await listEmails(t.ctx, { ...query, filters: [deferred] })).items).toEqual([]);
});

it('turns a sent mail into a failed one when it bounces', async () => {
  const { emailId, deliveries } = await enqueueEmail(t.ctx, draftTo(people(2)));
  await recordVerdicts(t.ctx, (await claimDeliveries(t.ctx, { limit: 2 })).map(verdictOf));
  expect((await readRows(t.ctx, emailId)).mail.state).toBe('sent');
  const deliveryId = deliveries[0]?.id ?? 0;
  const diagnostic = '550 5.1.1 user unknown';
  await recordBounce(t.ctx, { deliveryId, permanence: 'permanent', kind: 'hard', diagnostic, reason: 'No such user.' });
  const after = await readRows(t.ctx, emailId);
  expect(after.mail).toMatchObject({ state: 'failed', failureType: 'mail_bounce', failureReason: 'No such user.' });
  expect(after.deliveries.map((row) => row.state)).toEqual(['bounced', 'sent']);
});
