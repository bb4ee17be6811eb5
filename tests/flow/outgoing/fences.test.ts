import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { delivery } from '#drizzle/schema/email.ts';
import { outgoingServer } from '#drizzle/schema/outgoing-server.ts';
import { claimDeliveries } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import { claimLostDeliveries } from '#lib/mail/outgoing/queue/claim-lost-deliveries.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { commitIntent } from '#lib/mail/outgoing/transport/commit-intent.ts';
import { addServer, draftTo, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { type SmtpDouble, startSmtpDouble } from '../../setup/smtp-double.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let smtp: SmtpDouble;

beforeAll(async () => {
  t = await openTestContext();
  await seedMailDomain(t.ctx);
});
afterAll(() => t.close());
beforeEach(async () => {
  smtp = await startSmtpDouble({
    onRecipient: (address) => (address.startsWith('busy') ? '450 4.2.0 Mailbox busy' : null),
  });
  await addServer(t.ctx, { port: smtp.port });
});
afterEach(async () => {
  await smtp.stop();
  await t.ctx.db.update(outgoingServer).set({ active: false });
});

async function statesAfterSending(recipients: string[], lane: 0 | 10 = 0) {
  const { emailId } = await enqueueEmail(t.ctx, draftTo(recipients, { lane }));
  await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
  const { deliveries } = await readRows(t.ctx, emailId);
  return deliveries.map(({ state, smtpReply }) => ({ state, smtpReply }));
}

it('a recipient put off at RCPT is not failed by what becomes of the mail for the others', async () => {
  smtp.script.onMessage = () => '554 5.7.1 Looks like spam';
  expect(await statesAfterSending(['mary@customer.example', 'busy@customer.example'])).toEqual([
    { state: 'failed', smtpReply: '554 5.7.1 Looks like spam' },
    { state: 'deferred', smtpReply: '450 4.2.0 Mailbox busy' },
  ]);
});

it('a recipient put off at RCPT is not of unknown fate when the connection is lost after the dot', async () => {
  smtp.script.onMessage = () => 'keep-and-hang-up';
  expect(await statesAfterSending(['mary@customer.example', 'busy@customer.example'], 10)).toEqual([
    { state: 'unknown', smtpReply: null },
    { state: 'deferred', smtpReply: '450 4.2.0 Mailbox busy' },
  ]);
});

it('a slow worker commits no intent for deliveries that another one has taken over', async () => {
  const { emailId } = await enqueueEmail(t.ctx, draftTo(['slow@customer.example']));
  const held = await claimDeliveries(t.ctx, { emailIds: [emailId], limit: 10 });
  expect(held).toHaveLength(1);
  await t.ctx.db
    .update(delivery)
    .set({ leaseUntil: new Date(Date.now() - 1) })
    .where(eq(delivery.emailId, emailId));
  const [lost] = await claimLostDeliveries(t.ctx, 10);
  expect(lost).toMatchObject({ id: held[0]?.id, intentAt: null });
  expect(await commitIntent(t.ctx, { deliveries: held, serverId: 1 })).toBe(false);
});

it('a refused sender is not held against the recipients, whatever a pipelining server says of them afterwards', async () => {
  smtp.script.onSender = () => '550 5.7.1 Sender not allowed';
  expect(await statesAfterSending(['mary@customer.example', 'paul@customer.example'])).toEqual([
    { state: 'queued', smtpReply: '550 5.7.1 Sender not allowed' },
    { state: 'queued', smtpReply: '550 5.7.1 Sender not allowed' },
  ]);
});
