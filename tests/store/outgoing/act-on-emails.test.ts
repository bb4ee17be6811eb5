import { and, eq, inArray, like } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { delivery, email } from '#drizzle/schema/email.ts';
import { parseListQuery } from '#lib/core/list-query.ts';
import { actOnEmails } from '#lib/mail/outgoing/act-on-emails.ts';
import { cancelEmail } from '#lib/mail/outgoing/cancel-email.ts';
import { countEmails } from '#lib/mail/outgoing/count-emails.ts';
import { emailListFields } from '#lib/mail/outgoing/email-schema.ts';
import { listEmails } from '#lib/mail/outgoing/list-emails.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { readEmail } from '#lib/mail/outgoing/read-email.ts';
import { rescheduleEmail } from '#lib/mail/outgoing/reschedule-email.ts';
import { probeServerNow } from '#lib/mail/outgoing/verdict/record-server-health.ts';
import { draftTo, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
beforeAll(async () => {
  t = await openTestContext();
  await seedMailDomain(t.ctx);
});
afterAll(() => t.close());

const queued = async (subject: string) =>
  (await enqueueEmail(t.ctx, draftTo(['mary@customer.example'], { subject }))).emailId;

async function setState(ids: number[], state: 'failed' | 'sent'): Promise<void> {
  const failure = state === 'failed' ? { failureType: 'rejected' as const } : {};
  await t.ctx.db.update(email).set({ state }).where(inArray(email.id, ids));
  await t.ctx.db
    .update(delivery)
    .set({ state, ...failure })
    .where(inArray(delivery.emailId, ids));
}

describe('doing the same to many mails', () => {
  it('skips and counts those it cannot be done to', async () => {
    const [waiting, sent] = [await queued('Waiting'), await queued('Sent already')];
    await setState([sent], 'sent');
    const result = await actOnEmails(t.ctx, { action: 'cancel', target: { ids: [waiting, sent, 999_999] } });
    expect(result).toEqual({ done: 1, skipped: 2, cursor: null });
    expect((await readRows(t.ctx, waiting)).mail.state).toBe('cancelled');
    expect((await readRows(t.ctx, sent)).mail.state).toBe('sent');
  });

  it('reaches all that a list shows, and nothing else', async () => {
    const named = [await queued('Autumn offer'), await queued('Autumn reminder')];
    const other = await queued('Spring offer');
    await setState([...named, other], 'failed');
    const target = { query: { q: 'autumn', state: 'failed' } };
    expect(await actOnEmails(t.ctx, { action: 'retry', target })).toEqual({ done: 2, skipped: 0, cursor: null });
    for (const id of named) expect((await readRows(t.ctx, id)).deliveries[0]?.state).toBe('queued');
    expect((await readRows(t.ctx, other)).deliveries[0]?.state).toBe('failed');
  });

  it('goes on where the call before ended, through mails beyond one call, and not to those written since', async () => {
    const mails = Array.from({ length: 1100 }, (_, n) => ({ subject: `Winter offer ${n}`, messageId: `<${n}@bulk>` }));
    const rows = await t.ctx.db.insert(email).values(mails).returning({ id: email.id });
    await t.ctx.db.insert(delivery).values(rows.map(({ id }) => ({ emailId: id, recipient: 'mary@customer.example' })));
    const call = { action: 'cancel' as const, target: { query: { q: 'winter' } } };
    const first = await actOnEmails(t.ctx, call);
    expect(first).toMatchObject({ done: 1000, skipped: 0 });
    const since = await queued('Winter offer, written since');
    expect(await actOnEmails(t.ctx, { ...call, cursor: first.cursor })).toEqual({
      done: 100,
      skipped: 0,
      cursor: null,
    });
    expect((await readRows(t.ctx, since)).mail.state).toBe('outgoing');
    const cancelled = eq(email.state, 'cancelled');
    expect(await t.ctx.db.$count(email, and(like(email.subject, 'Winter%'), cancelled))).toBe(1100);
  });

  it('lets those go now that wait for their hour', async () => {
    const scheduledAt = new Date(Date.now() + 3_600_000);
    const { emailId } = await enqueueEmail(t.ctx, draftTo(['mary@customer.example'], { scheduledAt }));
    const result = await actOnEmails(t.ctx, { action: 'send', target: { query: { scheduled: 'true' } } });
    expect(result).toEqual({ done: 1, skipped: 0, cursor: null });
    const { mail, deliveries } = await readRows(t.ctx, emailId);
    expect(mail.scheduledAt).toBeNull();
    expect(deliveries[0]?.nextAttemptAt.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it('refuses a cursor of another list and an unknown filter, and does nothing then', async () => {
    const target = { query: { state: 'failed' } };
    await expect(actOnEmails(t.ctx, { action: 'retry', target, cursor: 'abc' })).rejects.toThrow(/cursor/);
    const unknown = { query: { colour: 'red' } };
    await expect(actOnEmails(t.ctx, { action: 'retry', target: unknown })).rejects.toThrow(/Unknown filter/);
  });

  it('is for administrators', async () => {
    const user = t.as({ role: 'user' });
    await expect(actOnEmails(user, { action: 'send', target: { ids: [1] } })).rejects.toThrow(/administrator/);
    await expect(countEmails(user)).rejects.toThrow(/administrator/);
  });
});

describe('the counts over the list', () => {
  it('say how many mails are in each state, and how many of them wait for another try', async () => {
    const before = await countEmails(t.ctx);
    const id = await queued('Greylisted');
    await t.ctx.db
      .update(delivery)
      .set({ state: 'deferred' })
      .where(inArray(delivery.emailId, [id]));
    const after = await countEmails(t.ctx);
    expect(after).toEqual({
      ...before,
      all: before.all + 1,
      outgoing: before.outgoing + 1,
      deferred: before.deferred + 1,
    });
  });
});

describe('a mail that waits for its hour', () => {
  const hour = 3_600_000;
  const planned = async () =>
    (
      await enqueueEmail(
        t.ctx,
        draftTo(['mary@customer.example'], { subject: 'Planned', scheduledAt: new Date(Date.now() + hour) }),
      )
    ).emailId;

  it('is counted and listed as scheduled, until it leaves', async () => {
    const before = (await countEmails(t.ctx)).scheduled;
    const id = await planned();
    expect((await countEmails(t.ctx)).scheduled).toBe(before + 1);
    const list = async () =>
      (await listEmails(t.ctx, parseListQuery(new URLSearchParams('scheduled=true'), emailListFields))).items;
    expect((await list()).map((item) => item.id)).toContain(id);
    await cancelEmail(t.ctx, id);
    expect((await list()).map((item) => item.id)).not.toContain(id);
  });

  it('can be moved to another hour, which its recipients then wait for', async () => {
    const id = await planned();
    const at = new Date(Date.now() + 5 * hour);
    expect((await rescheduleEmail(t.ctx, { id, scheduledAt: at })).scheduledAt).toEqual(at);
    expect((await readRows(t.ctx, id)).deliveries[0]?.nextAttemptAt).toEqual(at);
  });

  it('keeps its hour also where it waited for a server that comes back before', async () => {
    const id = await planned();
    await t.ctx.db.update(delivery).set({ serverId: 7, reason: 'Server B is down.' }).where(eq(delivery.emailId, id));
    const at = new Date(Date.now() + 5 * hour);
    await rescheduleEmail(t.ctx, { id, scheduledAt: at });
    await probeServerNow(t.ctx, 7);
    expect((await readRows(t.ctx, id)).deliveries[0]).toMatchObject({ nextAttemptAt: at, reason: null });
  });

  it('cannot be moved into the past, nor once it was tried, nor by users', async () => {
    const id = await planned();
    const ahead = new Date(Date.now() + hour);
    await expect(rescheduleEmail(t.ctx, { id, scheduledAt: new Date(0) })).rejects.toThrow(/has passed/);
    await expect(rescheduleEmail(t.as({ role: 'user' }), { id, scheduledAt: ahead })).rejects.toThrow(/administrator/);
    await setState([id], 'failed');
    await expect(rescheduleEmail(t.ctx, { id, scheduledAt: ahead })).rejects.toThrow(/tried already/);
  });
});

describe('the server of a mail', () => {
  it('is null in answers where the default server sent it, and told by its name', async () => {
    const id = await queued('By the default server');
    await t.ctx.db.update(email).set({ serverId: 0 }).where(eq(email.id, id));
    expect(await readEmail(t.ctx, id)).toMatchObject({ serverId: null, serverName: 'Default server' });
  });
});
