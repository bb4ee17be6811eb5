import { count, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { delivery } from '#drizzle/schema/email.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { requeueLostDeliveries } from '#lib/mail/outgoing/queue/requeue-lost-deliveries.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { addServer, draftTo, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { type SmtpDouble, startSmtpDouble } from '../../setup/smtp-double.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let smtp: SmtpDouble;

beforeAll(async () => {
  t = await openTestContext();
  smtp = await startSmtpDouble();
  await seedMailDomain(t.ctx);
  await addServer(t.ctx, { port: smtp.port });
});
afterAll(async () => {
  await smtp.stop();
  await t.close();
});

function recipientsTaken(): string[] {
  return smtp.taken.flatMap((taken) => taken.to).sort();
}

async function countSent(): Promise<number> {
  const [row] = await t.ctx.db.select({ count: count() }).from(delivery).where(eq(delivery.state, 'sent'));
  return row?.count ?? 0;
}

it('loses nothing and sends nothing twice when a worker is stopped in the middle of a batch', async () => {
  const people = Array.from({ length: 200 }, (_, index) => `stop${index}@customer.example`);
  for (const person of people) await enqueueEmail(t.ctx, draftTo([person]));
  const stop = new AbortController();
  smtp.script.onMessage = () => {
    if (smtp.taken.length === 60) stop.abort();
    return null;
  };
  await sendDueDeliveries(t.ctx, { signal: stop.signal });
  expect(smtp.taken.length).toBeGreaterThanOrEqual(60);
  expect(smtp.taken.length).toBeLessThan(200);
  expect(await countSent()).toBe(smtp.taken.length);
  await Promise.all([sendDueDeliveries(t.ctx), sendDueDeliveries(t.ctx)]);
  expect(recipientsTaken()).toEqual(people.toSorted());
  expect(await countSent()).toBe(200);
});

it('sends the rest after a worker died without a word, and repeats nothing that the server confirmed', async () => {
  smtp.taken.length = 0;
  smtp.script.onMessage = () => null;
  const people = Array.from({ length: 50 }, (_, index) => `dead${index}@customer.example`);
  for (const person of people) await enqueueEmail(t.ctx, draftTo([person]));
  // What a killed process leaves behind: claimed rows whose lease nobody renews.
  await t.ctx.db
    .update(delivery)
    .set({ state: 'sending', leaseUntil: new Date(Date.now() - 1000), leaseEpoch: 1 })
    .where(eq(delivery.recipient, 'dead7@customer.example'));
  await sendDueDeliveries(t.ctx);
  expect(smtp.taken).toHaveLength(49);
  await requeueLostDeliveries(t.ctx, new AbortController().signal);
  await sendDueDeliveries(t.ctx);
  expect(recipientsTaken()).toEqual(people.toSorted());
});
