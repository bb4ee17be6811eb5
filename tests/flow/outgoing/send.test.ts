import { afterAll, beforeAll, expect, it } from 'vitest';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { addServer, draftTo, letTimePass, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { type SmtpDouble, startSmtpDouble } from '../../setup/smtp-double.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let smtp: SmtpDouble;
let serverId: number;

beforeAll(async () => {
  t = await openTestContext();
  smtp = await startSmtpDouble();
  await seedMailDomain(t.ctx);
  serverId = await addServer(t.ctx, { port: smtp.port });
});
afterAll(async () => {
  await smtp.stop();
  await t.close();
});

async function send(draft: Parameters<typeof enqueueEmail>[1]) {
  const { emailId } = await enqueueEmail(t.ctx, draft);
  const outcome = await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
  return { emailId, outcome, ...(await readRows(t.ctx, emailId)) };
}

it('hands a mail to the server and keeps what it answered', async () => {
  const { outcome, mail, deliveries, attempts } = await send(
    draftTo(['mary@customer.example', 'paul@customer.example']),
  );
  expect(outcome).toEqual({ sent: 2, failed: 0, deferred: 0 });
  expect(mail).toMatchObject({
    state: 'sent',
    serverId,
    headerFrom: expect.stringContaining('anna@mycompany.example'),
  });
  expect(deliveries.map(({ state, stage, attempts: tries }) => ({ state, stage, tries }))).toEqual([
    { state: 'sent', stage: 'done', tries: 1 },
    { state: 'sent', stage: 'done', tries: 1 },
  ]);
  expect(deliveries[0]?.smtpReply).toMatch(/^250/);
  expect(attempts[0]?.transcript).toContain('MAIL FROM:<bounce@mycompany.example>');
  const taken = smtp.taken.at(-1);
  expect(taken?.to).toEqual(['mary@customer.example', 'paul@customer.example']);
  expect(taken?.raw).toContain(`Message-ID: ${mail.messageId}`);
  expect(taken?.raw).toContain('multipart/alternative');
});

it('fails the refused recipient and delivers to the others', async () => {
  smtp.script.onRecipient = (address) => (address.startsWith('nobody') ? '550 5.1.1 no such user' : null);
  const { mail, deliveries } = await send(draftTo(['nobody@customer.example', 'mary@customer.example']));
  expect(mail).toMatchObject({ state: 'failed', failureType: 'mail_email_invalid' });
  expect(deliveries[0]).toMatchObject({ state: 'failed', failureType: 'mail_email_invalid', stage: 'rcpt' });
  expect(deliveries[0]?.reason).toContain('nobody@customer.example');
  expect(deliveries[0]?.reason).toContain('550 5.1.1 no such user');
  expect(deliveries[1]).toMatchObject({ state: 'sent' });
});

it('tries a greylisted recipient again and does not repeat the mail for the others', async () => {
  smtp.script.onRecipient = (address) =>
    address.startsWith('grey') ? '450 4.2.0 Greylisted, try again in 5 minutes' : null;
  const { emailId, mail, deliveries } = await send(draftTo(['grey@customer.example', 'mary@customer.example']));
  expect(mail.state).toBe('outgoing');
  expect(deliveries.map((d) => d.state)).toEqual(['deferred', 'sent']);
  const wait = (deliveries[0]?.nextAttemptAt.getTime() ?? 0) - Date.now();
  expect(wait).toBeGreaterThan(290_000);
  smtp.script.onRecipient = () => null;
  const before = smtp.taken.length;
  await letTimePass(t.ctx);
  await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
  expect(smtp.taken.slice(before).map((taken) => taken.to)).toEqual([['grey@customer.example']]);
  expect((await readRows(t.ctx, emailId)).mail.state).toBe('sent');
});

it('uses a connection again for the next mail', async () => {
  const before = smtp.connections;
  await send(draftTo(['one@customer.example']));
  await send(draftTo(['two@customer.example']));
  expect(smtp.connections - before).toBeLessThanOrEqual(1);
});
