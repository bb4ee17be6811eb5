import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { delivery } from '#drizzle/schema/email.ts';
import { incomingServer } from '#drizzle/schema/incoming-server.ts';
import { instance } from '#drizzle/schema/instance.ts';
import { outgoingServerBreaker, outgoingServerUsage } from '#drizzle/schema/outgoing-server.ts';
import { sandboxMessage } from '#drizzle/schema/sandbox-message.ts';
import { guardIdentity } from '#lib/instance/guard-identity.ts';
import { readInstance } from '#lib/instance/read-instance.ts';
import { readWaiting } from '#lib/instance/read-waiting.ts';
import { takeOwnership } from '#lib/instance/take-ownership.ts';
import { fetchDueServers } from '#lib/mail/incoming/fetch/fetch-due-servers.ts';
import { fetchIncomingServer } from '#lib/mail/incoming/fetch/fetch-server.ts';
import { explainSelection } from '#lib/mail/outgoing/explain-selection.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { sendCaptured } from '#lib/mail/outgoing/send-captured.ts';
import { addServer, draftTo, letTimePass, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { type SmtpDouble, startSmtpDouble } from '../../setup/smtp-double.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let smtp: SmtpDouble;
let serverId: number;

/** A database of another installation with a server of its own; the sandbox's port is off. */
beforeEach(async () => {
  t = await openTestContext();
  smtp = await startSmtpDouble();
  await seedMailDomain(t.ctx);
  serverId = await addServer(t.ctx, { port: smtp.port, name: 'Relay', perDayLimit: 100 });
  await t.ctx.db.update(instance).set({ identity: 'of another installation' });
});
afterEach(async () => {
  await smtp.stop();
  await t.close();
});

it('keeps mail that waited before the copy in the sandbox, names the server, and marks no server as used', async () => {
  const { emailId } = await enqueueEmail(t.ctx, draftTo(['mary@customer.example', 'paul@customer.example']));
  await guardIdentity(t.ctx);
  expect(await sendDueDeliveries(t.ctx)).toEqual({ sent: 2, failed: 0, deferred: 0 });
  const { mail, deliveries, attempts } = await readRows(t.ctx, emailId);
  expect(smtp.connections).toBe(0);
  expect(mail.trace?.at(-1)).toMatchObject({
    rule: 'capture',
    matched: true,
    detail: expect.stringContaining('Relay'),
  });
  expect(deliveries).toMatchObject([
    { state: 'sent', captured: true, serverId: 0 },
    { state: 'sent', captured: true, serverId: 0 },
  ]);
  expect(attempts[0]).toMatchObject({ serverName: 'Sandbox, instead of Relay' });
  expect(await t.ctx.db.select().from(sandboxMessage)).toMatchObject([
    { emailId, capturedServerName: 'Relay', recipients: ['mary@customer.example', 'paul@customer.example'] },
  ]);
  expect(await t.ctx.db.select().from(instance)).toMatchObject([{ ownServerUsedAt: null }]);
  expect(await t.ctx.db.select().from(outgoingServerUsage)).toEqual([]);
  expect(await t.ctx.db.select().from(outgoingServerBreaker)).toEqual([]);
  expect(await readInstance(t.ctx)).toMatchObject({ capturing: true, captured: 1 });
});

it('captures also where the sandbox is no default server any more, and what an operator’s server would send', async () => {
  await guardIdentity(t.ctx);
  await t.ctx.db.update(instance).set({ ownServerUsedAt: new Date() });
  await enqueueEmail(t.ctx, draftTo(['mary@customer.example'], { forcedServerId: serverId }));
  expect(await sendDueDeliveries(t.ctx)).toMatchObject({ sent: 1 });
  const operator = await openTestContext({ DEFAULT_SMTP_URL: `smtp://127.0.0.1:${smtp.port}` });
  await seedMailDomain(operator.ctx);
  await operator.ctx.db.update(instance).set({ identity: 'of another installation' });
  await guardIdentity(operator.ctx);
  await enqueueEmail(operator.ctx, draftTo(['mary@customer.example']));
  expect(await sendDueDeliveries(operator.ctx)).toMatchObject({ sent: 1 });
  expect(await operator.ctx.db.select().from(sandboxMessage)).toMatchObject([{ capturedServerName: 'Default server' }]);
  await operator.close();
  expect(smtp.connections).toBe(0);
});

it('says so when asked which server would send', async () => {
  await guardIdentity(t.ctx);
  const { serverName, trace } = await explainSelection(t.ctx, { from: 'anna@mycompany.example' });
  expect(serverName).toBe('Relay');
  expect(trace.at(-1)).toMatchObject({ rule: 'capture', detail: expect.stringContaining('instead of Relay') });
});

it('fetches no mailbox, by the clock or by hand, and says why', async () => {
  const box = { name: 'Info', host: '127.0.0.1', port: 1, username: 'info', state: 'confirmed' as const };
  const [server] = await t.ctx.db.insert(incomingServer).values(box).returning({ id: incomingServer.id });
  await guardIdentity(t.ctx);
  expect(await fetchDueServers(t.ctx)).toMatchObject({ done: 0, log: expect.stringMatching(/copy of a database/) });
  await expect(fetchIncomingServer(t.ctx, { id: server?.id ?? 0 })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/^Info is not fetched: .* Claim the database first\.$/),
  });
  expect(await t.ctx.db.select().from(incomingServer)).toMatchObject([{ lastErrorAt: null, failureCount: 0 }]);
});

it('lets mail leave after the claim, and captured mail only when somebody says so', async () => {
  await guardIdentity(t.ctx);
  const { emailId } = await enqueueEmail(t.ctx, draftTo(['mary@customer.example']));
  await sendDueDeliveries(t.ctx);
  const [kept] = await t.ctx.db.select().from(sandboxMessage);
  await expect(sendCaptured(t.ctx, {})).rejects.toMatchObject({ code: 'conflict' });
  await takeOwnership(t.ctx);
  await enqueueEmail(t.ctx, draftTo(['paul@customer.example']));
  await sendDueDeliveries(t.ctx);
  expect(smtp.taken.map(({ to }) => to)).toEqual([['paul@customer.example']]);
  expect(await readInstance(t.ctx)).toMatchObject({ capturing: false, captured: 1 });

  expect(await sendCaptured(t.ctx, { ids: [kept?.id ?? 0] })).toEqual({ sent: 1, more: false });
  await sendDueDeliveries(t.ctx);
  const { mail, deliveries } = await readRows(t.ctx, emailId);
  expect(smtp.taken.at(-1)?.to).toEqual(['mary@customer.example']);
  expect(smtp.taken.at(-1)?.raw).toContain(`Message-ID: ${mail.messageId}`);
  expect(deliveries).toMatchObject([{ state: 'sent', captured: false, serverId }]);
  expect(await readInstance(t.ctx)).toMatchObject({ captured: 0 });
  await expect(sendCaptured(t.ctx, { ids: [kept?.id ?? 0] })).rejects.toMatchObject({ code: 'conflict' });
});

it('counts what a claim sets in motion, and cancels what waits first where that is asked', async () => {
  const tomorrow = new Date(Date.now() + 86_400_000);
  await enqueueEmail(t.ctx, draftTo(['mary@customer.example', 'paul@customer.example']));
  const later = await enqueueEmail(t.ctx, draftTo(['mary@customer.example'], { scheduledAt: tomorrow }));
  await guardIdentity(t.ctx);
  expect(await readWaiting(t.ctx)).toEqual({
    emails: 2,
    due: 1,
    scheduledMessages: 0,
    outgoingServers: 1,
    mailboxes: 0,
  });
  await expect(readWaiting(t.as({ role: 'user' }))).rejects.toMatchObject({ code: 'forbidden' });
  expect(await takeOwnership(t.ctx, { cancelWaiting: true })).toMatchObject({ cancelled: 2, capturing: false });
  const states = await t.ctx.db.select({ state: delivery.state }).from(delivery);
  expect(states.map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  await letTimePass(t.ctx);
  await sendDueDeliveries(t.ctx);
  expect(smtp.taken).toEqual([]);
  const [row] = await t.ctx.db.select().from(delivery).where(eq(delivery.emailId, later.emailId));
  expect(row?.captured).toBe(false);
});
