import { inArray } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { delivery, email } from '#drizzle/schema/email.ts';
import { actOnEmails } from '#lib/mail/outgoing/act-on-emails.ts';
import { countEmails } from '#lib/mail/outgoing/count-emails.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
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
    expect(result).toEqual({ done: 1, skipped: 2, more: false });
    expect((await readRows(t.ctx, waiting)).mail.state).toBe('cancelled');
    expect((await readRows(t.ctx, sent)).mail.state).toBe('sent');
  });

  it('reaches all that a list shows, and nothing else', async () => {
    const named = [await queued('Autumn offer'), await queued('Autumn reminder')];
    const other = await queued('Spring offer');
    await setState([...named, other], 'failed');
    const target = { query: { q: 'autumn', state: 'failed' } };
    expect(await actOnEmails(t.ctx, { action: 'retry', target })).toEqual({ done: 2, skipped: 0, more: false });
    for (const id of named) expect((await readRows(t.ctx, id)).deliveries[0]?.state).toBe('queued');
    expect((await readRows(t.ctx, other)).deliveries[0]?.state).toBe('failed');
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
