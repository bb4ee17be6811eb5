import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { alert } from '#drizzle/schema/alert.ts';
import { delivery } from '#drizzle/schema/email.ts';
import { outgoingServer, outgoingServerBreaker } from '#drizzle/schema/outgoing-server.ts';
import { cancelEmail } from '#lib/mail/outgoing/cancel-email.ts';
import { createEmail } from '#lib/mail/outgoing/create-email.ts';
import { listFailureGroups } from '#lib/mail/outgoing/list-failure-groups.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { retryEmail } from '#lib/mail/outgoing/retry-email.ts';
import { retryEmails } from '#lib/mail/outgoing/retry-emails.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { sendEmailNow } from '#lib/mail/outgoing/send-email-now.ts';
import { saveOutgoingServer } from '#lib/mail/servers/save-outgoing-server.ts';
import { addServer, draftTo, letTimePass, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { type SmtpDouble, startSmtpDouble } from '../../setup/smtp-double.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let smtp: SmtpDouble;
let serverId: number;

beforeAll(async () => {
  t = await openTestContext();
  await seedMailDomain(t.ctx);
});
afterAll(() => t.close());
beforeEach(async () => {
  smtp = await startSmtpDouble();
  serverId = await addServer(t.ctx, { port: smtp.port });
});
afterEach(async () => {
  await smtp.stop();
  await t.ctx.db.update(outgoingServer).set({ active: false });
  await t.ctx.db.update(delivery).set({ state: 'cancelled' });
});

async function send(draft: Parameters<typeof enqueueEmail>[1]) {
  const { emailId } = await enqueueEmail(t.ctx, draft);
  await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
  return { emailId, ...(await readRows(t.ctx, emailId)) };
}

async function sendAgain(emailId: number) {
  await letTimePass(t.ctx);
  await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
  return readRows(t.ctx, emailId);
}

async function openAlerts(kind: string) {
  const rows = await t.ctx.db.select().from(alert).where(eq(alert.kind, kind));
  return rows.filter((row) => row.resolvedAt === null);
}

async function breakerOf(id: number) {
  const [row] = await t.ctx.db.select().from(outgoingServerBreaker).where(eq(outgoingServerBreaker.serverId, id));
  return row;
}

it('holds back the mail of a server whose password cannot be read, and no other', async () => {
  const locked = await addServer(t.ctx, {
    name: 'Locked server',
    port: smtp.port,
    password: 'x',
    username: 'anna',
    fromFilter: 'ben@mycompany.example',
  });
  await t.ctx.db.update(outgoingServer).set({ passwordSealed: 'v1.damaged' }).where(eq(outgoingServer.id, locked));
  const { emailId } = await enqueueEmail(t.ctx, draftTo(['mary@customer.example'], { from: 'ben@mycompany.example' }));
  expect((await send(draftTo(['mary@customer.example']))).mail.state).toBe('sent');
  await sendDueDeliveries(t.ctx);
  const [held] = (await readRows(t.ctx, emailId)).deliveries;
  expect(held).toMatchObject({
    state: 'queued',
    attempts: 0,
    reason: expect.stringMatching(/password cannot be read/),
  });
  expect(await openAlerts('outgoing-server-down')).toMatchObject([{ key: String(locked) }]);
  await saveOutgoingServer(t.ctx, { id: locked, authentication: 'none' });
  expect((await sendAgain(emailId)).deliveries[0]).toMatchObject({ state: 'sent', attempts: 1 });
  expect(await openAlerts('outgoing-server-down')).toEqual([]);
});

it('spends no attempt while the server is down, opens its breaker at the third failure and sends once it is back', async () => {
  const { port } = smtp;
  await smtp.stop();
  const { emailId, mail, deliveries } = await send(draftTo(['mary@customer.example']));
  expect(mail.state).toBe('outgoing');
  expect(deliveries[0]).toMatchObject({ state: 'queued', attempts: 0, stage: 'connect' });
  expect(deliveries[0]?.reason).toContain('Nothing accepts connections on this port');
  await sendAgain(emailId);
  await sendAgain(emailId);
  expect(await breakerOf(serverId)).toMatchObject({ state: 'open' });
  expect(await openAlerts('outgoing-server-down')).toHaveLength(1);
  const untried = await sendAgain(emailId);
  expect(untried.attempts).toHaveLength(3);

  smtp = await startSmtpDouble({}, port);
  await sendEmailNow(t.ctx, emailId);
  const after = await sendAgain(emailId);
  expect(after.mail.state).toBe('sent');
  expect(after.deliveries[0]?.attempts).toBe(1);
  expect(await breakerOf(serverId)).toMatchObject({ state: 'closed', failures: 0 });
  expect(await openAlerts('outgoing-server-down')).toHaveLength(0);
  expect(smtp.taken).toHaveLength(1);
});

it('opens the breaker at the first wrong password; a corrected one sends what waited', async () => {
  smtp.script.login = { user: 'anna', password: 'right' };
  await smtp.stop();
  smtp = await startSmtpDouble({ login: { user: 'anna', password: 'right' } });
  await t.ctx.db.update(outgoingServer).set({ active: false });
  serverId = await addServer(t.ctx, { port: smtp.port, username: 'anna', password: 'wrong' });
  const { emailId, mail, deliveries, attempts } = await send(draftTo(['mary@customer.example']));
  expect(mail.state).toBe('outgoing');
  expect(deliveries[0]).toMatchObject({ state: 'queued', attempts: 0, stage: 'auth' });
  expect(deliveries[0]?.reason).toContain('535');
  expect(attempts[0]?.transcript).not.toContain('wrong');
  expect(attempts[0]?.transcript).not.toContain(Buffer.from('wrong').toString('base64'));
  expect(attempts[0]?.transcript).not.toContain(Buffer.from('\0anna\0wrong').toString('base64'));
  expect(await breakerOf(serverId)).toMatchObject({ state: 'open' });

  await saveOutgoingServer(t.ctx, { id: serverId, password: 'right' });
  const after = await sendAgain(emailId);
  expect(after.mail.state).toBe('sent');
});

it('refuses a self-signed certificate where it is to be checked, and takes it where not', async () => {
  await smtp.stop();
  smtp = await startSmtpDouble({ secure: true });
  await t.ctx.db.update(outgoingServer).set({ active: false });
  serverId = await addServer(t.ctx, { port: smtp.port, encryption: 'tls_strict' });
  const strict = await send(draftTo(['mary@customer.example']));
  expect(strict.deliveries[0]).toMatchObject({ state: 'queued', attempts: 0, stage: 'tls' });
  expect(strict.deliveries[0]?.reason).toMatch(/certificate/);
  expect(smtp.taken).toHaveLength(0);
  await saveOutgoingServer(t.ctx, { id: serverId, encryption: 'tls' });
  expect((await sendAgain(strict.emailId)).mail.state).toBe('sent');
});

it('lets all mail of a sender wait that the server does not allow', async () => {
  smtp.script.onSender = () => '553 5.7.1 sender address rejected: not owned by user';
  const { deliveries, mail } = await send(draftTo(['mary@customer.example', 'paul@customer.example']));
  expect(mail.state).toBe('outgoing');
  expect(deliveries.map(({ state, attempts, stage }) => ({ state, attempts, stage }))).toEqual([
    { state: 'queued', attempts: 0, stage: 'mail' },
    { state: 'queued', attempts: 0, stage: 'mail' },
  ]);
  expect(await openAlerts('sender-refused')).toHaveLength(1);
});

it('fails every recipient of a transaction whose message is refused, and Retry sends it once the cause is gone', async () => {
  smtp.script.onMessage = () => '554 5.7.1 Message rejected as spam';
  const { emailId, mail, deliveries } = await send(draftTo(['mary@customer.example', 'paul@customer.example']));
  expect(mail).toMatchObject({ state: 'failed', failureType: 'rejected' });
  expect(deliveries.map((row) => row.failureType)).toEqual(['rejected', 'rejected']);
  const groups = await listFailureGroups(t.ctx);
  const group = groups.items.find((item) => item.replyClass === '554 5.7.1');
  expect(group).toMatchObject({ failureType: 'rejected', serverId, count: 2, emailCount: 1 });

  smtp.script.onMessage = () => null;
  const filter = { failureType: 'rejected' as const, serverId, replyClass: '554 5.7.1' };
  expect(await retryEmails(t.ctx, { filter })).toEqual({ retried: 2, more: false });
  expect((await sendAgain(emailId)).mail.state).toBe('sent');
  await expect(retryEmail(t.ctx, { id: emailId })).rejects.toMatchObject({ code: 'conflict' });
});

it('names a mail that is too large for the server', async () => {
  await smtp.stop();
  smtp = await startSmtpDouble({ maxBytes: 2000 });
  serverId = await addServer(t.ctx, { port: smtp.port });
  await t.ctx.db.update(outgoingServer).set({ active: false }).where(eq(outgoingServer.priority, 10));
  await t.ctx.db.update(outgoingServer).set({ active: true }).where(eq(outgoingServer.id, serverId));
  const { deliveries } = await send(draftTo(['mary@customer.example'], { html: `<p>${'long '.repeat(2000)}</p>` }));
  expect(deliveries[0]).toMatchObject({ state: 'failed', failureType: 'too_large' });
});

it('holds mail to the size set on the server', async () => {
  await t.ctx.db.update(outgoingServer).set({ maxMessageSizeMb: 0.1 }).where(eq(outgoingServer.id, serverId));
  const { deliveries } = await send(draftTo(['mary@customer.example'], { html: `<p>${'long '.repeat(40_000)}</p>` }));
  expect(deliveries[0]).toMatchObject({ state: 'failed', failureType: 'too_large' });
  expect(smtp.taken).toHaveLength(0);
});

it('refuses attachments that do not exist', async () => {
  const mail = { to: 'mary@customer.example', subject: 'x', text: 'x', attachmentIds: [987_654] };
  await expect(createEmail(t.ctx, mail)).rejects.toMatchObject({ code: 'invalid' });
});

it('sends the rest in another transaction when a server takes fewer recipients at once', async () => {
  let inTransaction = 0;
  smtp.script.onSender = () => {
    inTransaction = 0;
    return null;
  };
  smtp.script.onRecipient = () => (++inTransaction > 2 ? '452 4.5.3 Too many recipients' : null);
  const people = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@customer.example`);
  const { mail, deliveries } = await send(draftTo(people));
  expect(mail.state).toBe('sent');
  expect(deliveries.map((row) => row.attempts)).toEqual([1, 1, 1, 1, 1]);
  expect(smtp.taken.map((taken) => taken.to.length)).toEqual([2, 2, 1]);
});

it('repeats a person-to-person mail once when nobody knows whether the server took it, and says so', async () => {
  smtp.script.onMessage = () => 'keep-and-hang-up';
  const { emailId, mail, deliveries } = await send(draftTo(['mary@customer.example']));
  expect(smtp.taken).toHaveLength(2);
  expect(new Set(smtp.taken.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1])).size).toBe(1);
  expect(mail).toMatchObject({ state: 'failed', failureType: 'unknown' });
  expect(deliveries[0]).toMatchObject({ state: 'unknown', stage: 'dot' });
  const { attempts } = await readRows(t.ctx, emailId);
  expect(attempts[0]?.reason).toContain('once more with the same Message-ID');
});

it('does not repeat bulk mail of which nobody knows whether the server took it', async () => {
  smtp.script.onMessage = () => 'keep-and-hang-up';
  const { deliveries } = await send(draftTo(['mary@customer.example'], { lane: 10 }));
  expect(smtp.taken).toHaveLength(1);
  expect(deliveries[0]).toMatchObject({ state: 'unknown', failureType: 'unknown' });
});

it('keeps a recipient that is no address as failed and sends to the others', async () => {
  const created = await createEmail(t.ctx, {
    from: 'anna@mycompany.example',
    to: ['mary@customer.example', 'not an address'],
    bcc: 'boss@mycompany.example',
    subject: 'Hello',
    text: 'Hi <b>there</b>',
  });
  await sendDueDeliveries(t.ctx, { emailIds: [created.id] });
  const { mail, deliveries } = await readRows(t.ctx, created.id);
  expect(mail).toMatchObject({ state: 'failed', failureType: 'mail_email_invalid' });
  expect(deliveries.map((row) => row.state)).toEqual(['sent', 'failed', 'sent']);
  expect(smtp.taken.map((taken) => taken.to)).toEqual([['mary@customer.example'], ['boss@mycompany.example']]);
  for (const { raw } of smtp.taken) expect(raw).not.toContain('boss@');
});

it.each([
  ['subject', { subject: 'Hello\r\nBcc: thief@evil.example' }],
  ['from', { from: 'Anna\r\nX: y <anna@mycompany.example>' }],
  ['headers.X-Thing', { headers: { 'X-Thing': 'a\nBcc: thief@evil.example' } }],
  ['headers.Bcc', { headers: { Bcc: 'thief@evil.example' } }],
  ['replyTo', { replyTo: 'a@b.example\u0000' }],
])('refuses a header injection in %s and keeps nothing', async (path, broken) => {
  const draft = draftTo(['mary@customer.example'], { messageId: '<injection@mycompany.example>', ...broken });
  await expect(enqueueEmail(t.ctx, draft)).rejects.toMatchObject({ code: 'invalid', details: { errors: [{ path }] } });
});

it('cancels what has not left, and nothing else', async () => {
  const { emailId } = await enqueueEmail(
    t.ctx,
    draftTo(['mary@customer.example'], { scheduledAt: new Date(Date.now() + 3_600_000) }),
  );
  await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
  expect((await readRows(t.ctx, emailId)).mail.state).toBe('outgoing');
  expect((await cancelEmail(t.ctx, emailId)).state).toBe('cancelled');
  await expect(cancelEmail(t.ctx, emailId)).rejects.toMatchObject({ code: 'conflict' });
});
