import { eq, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alert } from '#drizzle/schema/alert.ts';
import { delivery } from '#drizzle/schema/email.ts';
import { outgoingServer, outgoingServerUsage } from '#drizzle/schema/outgoing-server.ts';
import type { Ctx } from '#lib/db/context.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import type { Lane } from '#lib/mail/outgoing/queue/lanes.ts';
import { recoverLostDeliveries } from '#lib/mail/outgoing/queue/recover-lost-deliveries.ts';
import { settleQuotas } from '#lib/mail/outgoing/quota/settle-quotas.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { eventually } from '../../setup/eventually.ts';
import { addServer, draftTo, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { type SmtpDouble, startSmtpDouble } from '../../setup/smtp-double.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let ctx: Ctx;
let smtp: SmtpDouble;
let serverId: number;
let clock: Date;
/** Minute and day of every recipient the server took, by the clock of the test. */
let seen: { minute: string; day: string }[];

beforeAll(async () => {
  t = await openTestContext();
  smtp = await startSmtpDouble();
  await seedMailDomain(t.ctx);
});
afterAll(async () => {
  await smtp.stop();
  await t.close();
});

beforeEach(async () => {
  clock = new Date('2026-11-22T10:04:30Z');
  ctx = { ...t.ctx, now: () => clock };
  seen = [];
  smtp.script.onRecipient = () => null;
  smtp.script.onMessage = ({ to }) => {
    const moment = clock.toISOString();
    seen.push(...to.map(() => ({ minute: moment.slice(0, 16), day: moment.slice(0, 10) })));
    return null;
  };
  serverId = await addServer(ctx, { name: 'Server B', port: smtp.port, perMinuteLimit: 3 });
});
afterEach(async () => {
  await ctx.db.delete(delivery);
  await ctx.db.delete(outgoingServerUsage);
  await ctx.db.delete(outgoingServer);
  await ctx.db.delete(alert);
});

const people = (count: number) => Array.from({ length: count }, (_, index) => `person${index}@customer.example`);

async function enqueue(count: number, lane: Lane = 0): Promise<number[]> {
  const ids: number[] = [];
  for (const person of people(count)) ids.push((await enqueueEmail(ctx, draftTo([person], { lane }))).emailId);
  return ids;
}

async function used(unit: 'minute' | 'day', start: string): Promise<number> {
  const rows = await ctx.db.select().from(outgoingServerUsage).where(eq(outgoingServerUsage.unit, unit));
  return rows.find(({ windowStart }) => windowStart.toISOString().startsWith(start))?.used ?? 0;
}

async function states(): Promise<string[]> {
  const rows = await ctx.db.select({ state: delivery.state }).from(delivery).orderBy(delivery.id);
  return rows.map(({ state }) => state);
}

describe('a quota a minute', () => {
  it('lets so many mails go, and the others wait untried for the next minute, with the reason', async () => {
    const ids = await enqueue(5);
    const outcome = await sendDueDeliveries(ctx);
    expect(outcome).toEqual({ sent: 3, failed: 0, deferred: 2 });
    const [waiting] = (await readRows(ctx, ids[4] ?? 0)).deliveries;
    expect(waiting).toMatchObject({
      state: 'queued',
      attempts: 0,
      firstAttemptAt: null,
      failureType: null,
      reason: 'Server B takes 3 mails a minute; this one leaves at 10:05 UTC.',
      nextAttemptAt: new Date('2026-11-22T10:05:00.250Z'),
    });
    expect(await used('minute', '2026-11-22T10:04')).toBe(3);
    clock = new Date('2026-11-22T10:05:01Z');
    await sendDueDeliveries(ctx);
    expect(seen.map(({ minute }) => minute.slice(11))).toEqual(['10:04', '10:04', '10:04', '10:05', '10:05']);
  });

  it('has a job for the moment the window opens', async () => {
    await enqueue(4);
    await sendDueDeliveries(ctx);
    const { rows } = await ctx.db.execute(
      sql`select 1 from pgboss.job where name = 'send-email' and start_after = '2026-11-22T10:05:00.250Z'`,
    );
    expect(rows.length).toBeGreaterThan(0);
  });

  it('lines up many waiting mails over the minutes to come, as many as each takes', async () => {
    const ids = await enqueue(9);
    await sendDueDeliveries(ctx);
    const last = await readRows(ctx, ids[8] ?? 0);
    expect(last.deliveries[0]?.reason).toBe('Server B takes 3 mails a minute; this one leaves at 10:06 UTC.');
    for (const minute of ['10:05', '10:06']) {
      clock = new Date(`2026-11-22T${minute}:01Z`);
      await sendDueDeliveries(ctx);
    }
    expect((await states()).every((state) => state === 'sent')).toBe(true);
    expect([...Map.groupBy(seen, ({ minute }) => minute).values()].map((mails) => mails.length)).toEqual([3, 3, 3]);
  });

  it('keeps the last tenth of it from bulk', async () => {
    await ctx.db.update(outgoingServer).set({ perMinuteLimit: 10 });
    await enqueue(12, 10);
    await sendDueDeliveries(ctx);
    expect(seen).toHaveLength(9);
    await enqueue(2);
    await sendDueDeliveries(ctx);
    expect(seen).toHaveLength(10);
  });

  it('counts every recipient of a mail', async () => {
    const { emailId } = await enqueueEmail(ctx, draftTo(people(5)));
    await sendDueDeliveries(ctx);
    const { deliveries, mail } = await readRows(ctx, emailId);
    expect(deliveries.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent', 'queued', 'queued']);
    expect(mail.state).toBe('outgoing');
  });

  it('gives the place of a recipient back that the server refused', async () => {
    smtp.script.onRecipient = (address) => (address.startsWith('person0') ? '550 5.1.1 no such user' : null);
    await enqueueEmail(ctx, draftTo(people(3)));
    await sendDueDeliveries(ctx);
    expect((await states()).toSorted()).toEqual(['failed', 'sent', 'sent']);
    expect(await used('minute', '2026-11-22T10:04')).toBe(2);
    smtp.script.onRecipient = () => null;
    await enqueue(2);
    await sendDueDeliveries(ctx);
    expect(seen).toHaveLength(3);
  });

  it('gives the places back that a dead worker held before the dot, and keeps those after it', async () => {
    await enqueue(2);
    const [before, after] = await ctx.db.select({ id: delivery.id }).from(delivery).orderBy(delivery.id);
    const dead = {
      state: 'sending' as const,
      serverId,
      quotaReservedAt: clock,
      leaseUntil: new Date(clock.getTime() - 1),
    };
    await ctx.db
      .update(delivery)
      .set(dead)
      .where(eq(delivery.id, before?.id ?? 0));
    await ctx.db
      .update(delivery)
      .set({ ...dead, intentAt: clock })
      .where(eq(delivery.id, after?.id ?? 0));
    await ctx.db
      .insert(outgoingServerUsage)
      .values({ serverId, unit: 'minute', windowStart: new Date('2026-11-22T10:04:00Z'), used: 2 });
    await recoverLostDeliveries(ctx, new AbortController().signal);
    expect(await used('minute', '2026-11-22T10:04')).toBe(1);
    await recoverLostDeliveries(ctx, new AbortController().signal);
    expect(await used('minute', '2026-11-22T10:04')).toBe(1);
  });

  it('moves a place to the next minute when its turn comes later than planned', async () => {
    await ctx.db.update(outgoingServer).set({ concurrency: 1 });
    await enqueue(3);
    const { onMessage } = smtp.script;
    smtp.script.onMessage = (mail) => {
      const answer = onMessage?.(mail) ?? null;
      if (seen.length === 1) clock = new Date('2026-11-22T10:05:10Z');
      return answer;
    };
    await sendDueDeliveries(ctx);
    expect(seen.map(({ minute }) => minute.slice(11))).toEqual(['10:04', '10:05', '10:05']);
    expect(await used('minute', '2026-11-22T10:04')).toBe(1);
    expect(await used('minute', '2026-11-22T10:05')).toBe(2);
  });

  it('takes nothing to the server in a minute that is full by then, even within DATA', async () => {
    await enqueue(1);
    smtp.script.onRecipient = () => {
      clock = new Date('2026-11-22T10:05:10Z');
      return null;
    };
    await ctx.db
      .insert(outgoingServerUsage)
      .values({ serverId, unit: 'minute', windowStart: new Date('2026-11-22T10:05:00Z'), used: 3 });
    await sendDueDeliveries(ctx);
    expect(seen).toEqual([]);
    const [row] = await ctx.db.select().from(delivery);
    expect(row).toMatchObject({ state: 'queued', attempts: 0, nextAttemptAt: new Date('2026-11-22T10:06:00.250Z') });
    expect(await used('minute', '2026-11-22T10:04')).toBe(0);
    expect(await used('minute', '2026-11-22T10:05')).toBe(3);
  });
});

describe('a quota a day', () => {
  it('makes mail wait for midnight with an alert, which resolves itself', async () => {
    await ctx.db.update(outgoingServer).set({ perMinuteLimit: null, perDayLimit: 2 });
    const ids = await enqueue(3);
    await sendDueDeliveries(ctx);
    const { deliveries } = await readRows(ctx, ids[2] ?? 0);
    expect(deliveries[0]?.reason).toBe('Server B takes 2 mails a day; this one leaves on 23 November at 00:00 UTC.');
    const [open] = await ctx.db.select().from(alert);
    expect(open).toMatchObject({ kind: 'outgoing-server-quota', key: String(serverId), resolvedAt: null });
    await settleQuotas(ctx);
    expect((await ctx.db.select().from(alert))[0]?.resolvedAt).toBeNull();
    clock = new Date('2026-11-23T00:00:01Z');
    await settleQuotas(ctx);
    expect((await ctx.db.select().from(alert))[0]?.resolvedAt).toEqual(clock);
    await sendDueDeliveries(ctx);
    expect(seen.map(({ day }) => day)).toEqual(['2026-11-22', '2026-11-22', '2026-11-23']);
  });
});

it('is never exceeded by several workers whose clock runs through many minutes', async () => {
  const limit = 7;
  await ctx.db.update(outgoingServer).set({ perMinuteLimit: limit, concurrency: 4 });
  await enqueue(35);
  smtp.script.delayMs = 1;
  // A minute passes in two seconds, while mails are under way.
  const started = performance.now();
  const begin = new Date('2026-11-22T10:04:52Z').getTime();
  ctx = { ...t.ctx, now: () => new Date(begin + (performance.now() - started) * 30) };
  smtp.script.onMessage = ({ to }) => {
    const moment = ctx.now().toISOString();
    seen.push(...to.map(() => ({ minute: moment.slice(0, 16), day: moment.slice(0, 10) })));
    return null;
  };
  await eventually(async () => {
    await Promise.all([sendDueDeliveries(ctx), sendDueDeliveries(ctx), sendDueDeliveries(ctx)]);
    await recoverLostDeliveries(ctx, new AbortController().signal);
    return (await states()).every((state) => state === 'sent') || undefined;
  }, 60_000);
  smtp.script.delayMs = 0;
  expect(seen).toHaveLength(35);
  const perMinute = [...Map.groupBy(seen, ({ minute }) => minute).values()].map((mails) => mails.length);
  expect(Math.max(...perMinute)).toBeLessThanOrEqual(limit);
}, 90_000);
