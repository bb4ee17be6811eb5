import { createServer } from 'node:net';
import { eq } from 'drizzle-orm';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { alert } from '#drizzle/schema/alert.ts';
import { incomingMail } from '#drizzle/schema/incoming-mail.ts';
import { instance } from '#drizzle/schema/instance.ts';
import type { ListQuery } from '#lib/core/list-query.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { listSandboxMessages } from '#lib/mail/sandbox/list-sandbox-messages.ts';
import { readSandboxMessage } from '#lib/mail/sandbox/read-sandbox-message.ts';
import { replyAsRecipient } from '#lib/mail/sandbox/reply-as-recipient.ts';
import { sandboxEml } from '#lib/mail/sandbox/sandbox-eml.ts';
import { listenForSandbox, startSandbox } from '#lib/mail/sandbox/start-sandbox.ts';
import { readMailDestination } from '#lib/mail/servers/read-mail-destination.ts';
import { draftTo, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;

beforeAll(async () => {
  t = await openTestContext({ SANDBOX_SMTP_PORT: '1025' });
  await seedMailDomain(t.ctx);
});
afterAll(() => t.close());

const newestFirst: ListQuery = { limit: 50, sort: { field: 'createdAt', descending: true }, filters: [] };

async function newest() {
  const [item] = (await listSandboxMessages(t.ctx, newestFirst)).items;
  if (!item) throw new Error('the sandbox is empty');
  return item;
}

it('keeps mail in the sandbox while there is no server, and shows it as the recipient sees it', async () => {
  expect(await readMailDestination(t.ctx)).toEqual({ kind: 'sandbox', withoutOwn: 'sandbox' });
  const { emailId } = await enqueueEmail(t.ctx, draftTo(['mary@customer.example']));
  await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
  const { mail, deliveries } = await readRows(t.ctx, emailId);
  expect(mail).toMatchObject({ state: 'sent', serverId: 0 });
  expect(deliveries[0]?.smtpReply).toMatch(/sandbox/);
  const item = await newest();
  expect(item).toMatchObject({ subject: 'Our offer', recipients: ['mary@customer.example'], readAt: null });
  const shown = await readSandboxMessage(t.ctx, item.id);
  expect(shown.author).toEqual({ name: 'Anna', address: 'anna@mycompany.example' });
  expect(shown.html).toContain('here is our offer');
  expect((await newest()).readAt).not.toBeNull();
  expect((await sandboxEml(t.ctx, item.id)).content.toString()).toContain(`Message-ID: ${mail.messageId}`);
});

it('brings the recipient’s answer back through the gateway as a real mail', async () => {
  const draft = draftTo(['mary@customer.example'], { replyTo: 'catchall@mycompany.example' });
  const { emailId } = await enqueueEmail(t.ctx, draft);
  await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
  const { mail } = await readRows(t.ctx, emailId);
  const { id } = await newest();
  const answer = await replyAsRecipient(t.ctx, { id, from: 'Mary <mary@customer.example>', text: 'Yes, please.' });
  expect(answer.parsed).toMatchObject({
    from: { name: 'Mary', address: 'mary@customer.example' },
    subject: 'Re: Our offer',
    inReplyTo: mail.messageId,
    visibleText: 'Yes, please.',
  });
  expect(answer.parsed?.to.map(({ address }) => address)).toEqual(['catchall@mycompany.example']);
  expect(answer.parsed?.text).toContain('> Hello, here is our offer.');
  const [kept] = await t.ctx.db.select().from(incomingMail);
  expect(kept).toMatchObject({ source: 'sandbox' });
  expect((await newest()).repliedAt).not.toBeNull();
});

it('takes mail from any program over SMTP', async () => {
  const sandbox = await listenForSandbox(t.ctx, 0);
  const transport = createTransport({ host: '127.0.0.1', port: sandbox.port, ignoreTLS: true });
  await transport.sendMail({ from: 'a@b.example', to: 'c@d.example', subject: 'By hand', text: 'Hi' });
  transport.close();
  await sandbox.stop();
  expect(await newest()).toMatchObject({
    subject: 'By hand',
    envelopeFrom: 'a@b.example',
    recipients: ['c@d.example'],
  });
});

it('starts without its port when that is taken', async () => {
  const occupant = createServer();
  await new Promise<void>((resolve) => occupant.listen(0, '127.0.0.1', resolve));
  const address = occupant.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const env = { ...t.ctx.env, sandboxSmtpPort: port };
  const sandbox = await startSandbox({ databaseUrl: t.databaseUrl, env, log: t.ctx.log });
  expect(sandbox.port).toBeNull();
  await sandbox.stop();
  await new Promise((resolve) => occupant.close(resolve));
});

it('is no fall-back once an own server has sent: mail waits and an alert says so', async () => {
  await t.ctx.db.update(instance).set({ ownServerUsedAt: new Date() });
  expect(await readMailDestination(t.ctx)).toEqual({ kind: 'none', withoutOwn: 'none' });
  const before = await newest();
  const { emailId } = await enqueueEmail(t.ctx, draftTo(['mary@customer.example']));
  await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
  const { mail, deliveries } = await readRows(t.ctx, emailId);
  expect(mail.state).toBe('outgoing');
  expect(deliveries[0]).toMatchObject({ state: 'queued', attempts: 0 });
  expect(await newest()).toEqual(before);
  const [told] = await t.ctx.db.select().from(alert).where(eq(alert.kind, 'no-outgoing-server'));
  expect(told).toMatchObject({ resolvedAt: null });
});
