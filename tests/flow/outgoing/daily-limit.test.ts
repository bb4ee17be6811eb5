import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alert } from '#drizzle/schema/alert.ts';
import { delivery } from '#drizzle/schema/email.ts';
import { instance } from '#drizzle/schema/instance.ts';
import { outgoingServer, outgoingServerUsage } from '#drizzle/schema/outgoing-server.ts';
import type { Ctx } from '#lib/db/context.ts';
import { readDailyLimit } from '#lib/mail/outgoing/daily-limit/read-daily-limit.ts';
import { readHigherLimitRequest } from '#lib/mail/outgoing/daily-limit/read-higher-limit-request.ts';
import { retryStoppedMails } from '#lib/mail/outgoing/daily-limit/retry-stopped-mails.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { settleQuotas } from '#lib/mail/outgoing/quota/settle-quotas.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { deleteParameter } from '#lib/parameters/delete-parameter.ts';
import { setParameter } from '#lib/parameters/set-parameter.ts';
import { addServer, draftTo, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { type SmtpDouble, startSmtpDouble } from '../../setup/smtp-double.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let ctx: Ctx;
let smtp: SmtpDouble;
let clock: Date;

beforeAll(async () => {
  smtp = await startSmtpDouble();
  t = await openTestContext({ DEFAULT_SMTP_URL: `smtp://127.0.0.1:${smtp.port}` });
  await seedMailDomain(t.ctx);
});
afterAll(async () => {
  await smtp.stop();
  await t.close();
});
beforeEach(async () => {
  clock = new Date('2026-11-22T22:50:00Z');
  ctx = { ...t.ctx, now: () => clock };
  smtp.taken.length = 0;
  smtp.script.onRecipient = () => null;
});
afterEach(async () => {
  await ctx.db.delete(delivery);
  await ctx.db.delete(outgoingServerUsage);
  await ctx.db.delete(outgoingServer);
  await ctx.db.delete(alert);
  for (const key of ['mail.daily.limit', 'mail.daily.limit.auto_retry', 'perfectwork.edition', 'perfectwork.plan'])
    await deleteParameter(ctx, key);
});

const people = (count: number, name = 'person') =>
  Array.from({ length: count }, (_, index) => `${name}${index}@customer.example`);

async function setLimit(value: number): Promise<void> {
  await setParameter(ctx, 'mail.daily.limit', { value });
}

async function countStates(): Promise<Record<string, number>> {
  const rows = await ctx.db.select({ state: delivery.state, type: delivery.failureType }).from(delivery);
  const words = rows.map(({ state, type }) => [state, type].filter(Boolean).join(' '));
  return Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]));
}

describe('the daily limit of the default server', () => {
  it('lets a mail go out in part, and says when the others may be retried', async () => {
    await setLimit(3);
    const { emailId } = await enqueueEmail(ctx, draftTo(people(5)));
    await sendDueDeliveries(ctx);
    const { mail, deliveries } = await readRows(ctx, emailId);
    expect(deliveries.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent', 'failed', 'failed']);
    expect(mail.state).toBe('failed');
    expect(deliveries[3]).toMatchObject({
      failureType: 'daily_limit',
      attempts: 0,
      reason:
        'The default server takes 3 mails a day, and those of today are used up. Retry at 23:00 UTC or later, or send through an outgoing server of your own: it has no such limit.',
    });
    expect(await readDailyLimit(ctx)).toMatchObject({
      limit: 3,
      used: 3,
      stopped: 1,
      level: 'reached',
      resetAt: new Date('2026-11-22T23:00:00Z'),
    });
  });

  it('is exact with two workers that reach it in the middle', async () => {
    await setLimit(37);
    for (const person of people(60)) await enqueueEmail(ctx, draftTo([person]));
    await Promise.all([sendDueDeliveries(ctx), sendDueDeliveries(ctx)]);
    expect(await countStates()).toEqual({ sent: 37, 'failed daily_limit': 23 });
    expect(smtp.taken).toHaveLength(37);
    expect((await readDailyLimit(ctx)).used).toBe(37);
  });

  it('does not count what the server refused', async () => {
    await setLimit(1);
    smtp.script.onRecipient = () => '550 5.1.1 no such user';
    await enqueueEmail(ctx, draftTo(['gone@customer.example']));
    await sendDueDeliveries(ctx);
    expect((await readDailyLimit(ctx)).used).toBe(0);
  });

  it('does not count for own servers', async () => {
    await setLimit(1);
    await addServer(ctx, { port: smtp.port });
    for (const person of people(3)) await enqueueEmail(ctx, draftTo([person]));
    await sendDueDeliveries(ctx);
    expect(await countStates()).toEqual({ sent: 3 });
    expect((await readDailyLimit(ctx)).used).toBe(0);
  });

  it('counts what left before it was set', async () => {
    for (const person of people(2)) await enqueueEmail(ctx, draftTo([person]));
    await sendDueDeliveries(ctx);
    await setLimit(3);
    for (const person of people(2, 'later')) await enqueueEmail(ctx, draftTo([person]));
    await sendDueDeliveries(ctx);
    expect(await countStates()).toEqual({ sent: 3, 'failed daily_limit': 1 });
  });

  it('starts again at 23:00 UTC, and then a retry of all goes through', async () => {
    await setLimit(2);
    for (const person of people(4)) await enqueueEmail(ctx, draftTo([person]));
    await sendDueDeliveries(ctx);
    clock = new Date('2026-11-22T22:59:59.999Z');
    expect(await retryStoppedMails(ctx)).toEqual({ retried: 2, more: false });
    await sendDueDeliveries(ctx);
    expect(await countStates()).toEqual({ sent: 2, 'failed daily_limit': 2 });
    clock = new Date('2026-11-22T23:00:00Z');
    expect(await readDailyLimit(ctx)).toMatchObject({ used: 0, stopped: 2, resetAt: new Date('2026-11-23T23:00:00Z') });
    await retryStoppedMails(ctx);
    await sendDueDeliveries(ctx);
    expect(await countStates()).toEqual({ sent: 4 });
    expect(await readDailyLimit(ctx)).toMatchObject({ used: 2, stopped: 0 });
  });

  it('retries by itself after the reset where that is asked for, as many as may go', async () => {
    await setLimit(2);
    for (const person of people(5)) await enqueueEmail(ctx, draftTo([person]));
    await sendDueDeliveries(ctx);
    await setParameter(ctx, 'mail.daily.limit.auto_retry', { value: true });
    await settleQuotas(ctx);
    expect(await countStates()).toEqual({ sent: 2, 'failed daily_limit': 3 });
    clock = new Date('2026-11-22T23:00:30Z');
    await settleQuotas(ctx);
    await sendDueDeliveries(ctx);
    expect(await countStates()).toEqual({ sent: 4, 'failed daily_limit': 1 });
  });

  it('warns at 80 %, again at the limit, and takes the alert back after the reset', async () => {
    await setLimit(5);
    const openAlerts = async () => ctx.db.select().from(alert).where(eq(alert.kind, 'daily-limit'));
    const send = async (count: number, name: string) => {
      for (const person of people(count, name)) await enqueueEmail(ctx, draftTo([person]));
      await sendDueDeliveries(ctx);
    };
    await send(3, 'a');
    expect(await openAlerts()).toEqual([]);
    await send(1, 'b');
    expect(await openAlerts()).toMatchObject([{ severity: 'warning', resolvedAt: null }]);
    await send(1, 'c');
    expect(await openAlerts()).toMatchObject([{ severity: 'error', resolvedAt: null }]);
    await settleQuotas(ctx);
    expect(await openAlerts()).toMatchObject([{ resolvedAt: null }]);
    clock = new Date('2026-11-22T23:00:30Z');
    await settleQuotas(ctx);
    expect(await openAlerts()).toMatchObject([{ resolvedAt: clock }]);
  });

  it('follows from edition, plan and whether the database was restored', async () => {
    expect((await readDailyLimit(ctx)).limit).toBeNull();
    await setParameter(ctx, 'perfectwork.edition', { value: 'online' });
    expect((await readDailyLimit(ctx)).limit).toBe(200);
    await ctx.db.update(instance).set({ claimedAt: clock });
    expect((await readDailyLimit(ctx)).limit).toBe(50);
    await setLimit(120);
    expect((await readDailyLimit(ctx)).limit).toBe(120);
    await ctx.db.update(instance).set({ claimedAt: null });
  });
});

it('gathers what support wants to know before it raises the limit', async () => {
  await setLimit(2);
  for (const person of people(3)) await enqueueEmail(ctx, draftTo([person], { model: 'lead', recordId: 1 }));
  await sendDueDeliveries(ctx);
  const [sent] = await ctx.db.select().from(delivery).where(eq(delivery.state, 'sent'));
  await ctx.db
    .update(delivery)
    .set({ state: 'bounced' })
    .where(eq(delivery.id, sent?.id ?? 0));
  const request = await readHigherLimitRequest(ctx);
  expect(request).toMatchObject({ limit: 2, accepted: 2, bounced: 1, bounceRate: 0.5, busiestDay: 2, stopped: 1 });
  expect(request.apps.find(({ model }) => model === 'lead')?.mails).toBeGreaterThanOrEqual(3);
  expect(request.text).toContain('Bounce rate of the last 30 days: 50.0 % (1 of 2)');
});
