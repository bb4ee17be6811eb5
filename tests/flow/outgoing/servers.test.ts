import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { alert } from '#drizzle/schema/alert.ts';
import { email } from '#drizzle/schema/email.ts';
import { outgoingServer } from '#drizzle/schema/outgoing-server.ts';
import type { ListQuery } from '#lib/core/list-query.ts';
import { explainSelection } from '#lib/mail/outgoing/explain-selection.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { closeIdleConnections } from '#lib/mail/outgoing/transport/connection-pool.ts';
import { archiveOwnServers } from '#lib/mail/servers/archive-own-servers.ts';
import { deleteOutgoingServer } from '#lib/mail/servers/delete-outgoing-server.ts';
import { listOutgoingServers } from '#lib/mail/servers/list-outgoing-servers.ts';
import { readMailDestination } from '#lib/mail/servers/read-mail-destination.ts';
import { readOutgoingServer } from '#lib/mail/servers/read-outgoing-server.ts';
import { readServerSize } from '#lib/mail/servers/read-server-size.ts';
import { saveOutgoingServer } from '#lib/mail/servers/save-outgoing-server.ts';
import { testOutgoingServer } from '#lib/mail/servers/test-outgoing-server.ts';
import { addServer, draftTo, letTimePass, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { type SmtpDouble, type SmtpDoubleScript, startSmtpDouble } from '../../setup/smtp-double.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let smtp: SmtpDouble | undefined;

beforeAll(async () => {
  t = await openTestContext();
  await seedMailDomain(t.ctx);
});
afterEach(async () => {
  closeIdleConnections();
  await smtp?.stop();
  smtp = undefined;
  await t.ctx.db.delete(outgoingServer);
});
afterAll(() => t.close());

const everything: ListQuery = { limit: 50, sort: { field: 'priority', descending: false }, filters: [] };

async function tested(script: SmtpDoubleScript, server: Omit<Parameters<typeof addServer>[1], 'port'> = {}) {
  smtp = await startSmtpDouble(script);
  const result = await testOutgoingServer(t.ctx, await addServer(t.ctx, { port: smtp.port, ...server }));
  return { ...result, names: result.steps.map(({ step, ok }) => `${step}${ok ? '' : '!'}`) };
}

it('tests a server step by step up to RCPT and sends nothing', async () => {
  const { ok, names, steps } = await tested({});
  expect(ok).toBe(true);
  expect(names).toEqual(['dns', 'tcp', 'tls', 'ehlo', 'auth', 'mail', 'rcpt']);
  expect(steps[3]?.reply).toContain('PIPELINING');
  expect(steps[5]?.reply).toMatch(/^250/);
  expect(smtp?.taken).toHaveLength(0);
});

it.each([
  [
    'a wrong password',
    { login: { user: 'anna', password: 'right' } },
    { username: 'anna', password: 'wrong' },
    'auth!',
    /password/,
  ],
  ['a refused sender', { onSender: () => '553 5.7.1 Sender not owned' }, {}, 'mail!', /From filter/],
  ['a relay that is closed', { onRecipient: () => '554 5.7.1 Relay access denied' }, {}, 'rcpt!', /Sign in/],
  ['TLS where there is none', {}, { encryption: 'tls_strict' as const }, 'tls!', /STARTTLS|port/],
  ['STARTTLS where there is none', {}, { encryption: 'starttls_strict' as const }, 'tls!', /STARTTLS/],
  ['a self-signed certificate', { secure: true }, { encryption: 'tls_strict' as const }, 'tls!', /certificate/],
])('stops at the step that fails and says what to do: %s', async (_what, script, server, last, hint) => {
  const { ok, names, steps } = await tested(script, server);
  expect(ok).toBe(false);
  expect(names.at(-1)).toBe(last);
  expect(steps.at(-1)?.hint).toMatch(hint);
});

it('names the certificate when it is not checked', async () => {
  const { steps } = await tested({ secure: true }, { encryption: 'tls' });
  expect(steps.find(({ step }) => step === 'tls')?.reply).toMatch(/certificate for .*not checked/);
});

it('says when nothing listens, and when the name does not exist', async () => {
  smtp = await startSmtpDouble();
  const { port } = smtp;
  await smtp.stop();
  smtp = undefined;
  const closed = await testOutgoingServer(t.ctx, await addServer(t.ctx, { port }));
  expect(closed.steps.at(-1)).toMatchObject({ step: 'tcp', ok: false });
  const nowhere = await testOutgoingServer(t.ctx, await addServer(t.ctx, { port, host: 'nowhere.invalid' }));
  expect(nowhere.steps.at(-1)).toMatchObject({ step: 'dns', ok: false });
});

it('never shows a password again, and keeps it when a change leaves it out', async () => {
  const password = randomBytes(9).toString('hex');
  const values = {
    name: 'Relay',
    host: '127.0.0.1',
    port: 2525,
    encryption: 'none' as const,
    username: 'anna',
    password,
  };
  const saved = await saveOutgoingServer(t.ctx, values);
  expect(saved.passwordSetAt).toBeInstanceOf(Date);
  await saveOutgoingServer(t.ctx, { id: saved.id, priority: 3 });
  const [row] = await t.ctx.db.select().from(outgoingServer);
  expect(row?.passwordSealed).toMatch(/^v1\./);
  expect(JSON.stringify([saved, row])).not.toContain(password);
  const shown = await listOutgoingServers(t.ctx, everything);
  expect(JSON.stringify(shown)).not.toMatch(/sealed|v1\./i);
  const cleared = await saveOutgoingServer(t.ctx, { id: saved.id, username: null, password: null });
  expect(cleared.passwordSetAt).toBeNull();
});

it.each([
  ['host', { host: 'https://smtp.example.com' }],
  ['host', { host: '169.254.169.254' }],
  ['host', { host: '' }],
  ['port', { port: 70_000 }],
  ['fromFilter', { fromFilter: 'mycompany.example, not a domain' }],
  ['concurrency', { concurrency: 0 }],
  ['password', { username: 'anna' }],
  ['name', { name: '  ' }],
])('refuses a wrong %s', async (path, wrong) => {
  const values = { name: 'Relay', host: '127.0.0.1', encryption: 'none' as const, ...wrong };
  const errors = [expect.objectContaining({ path })];
  await expect(saveOutgoingServer(t.ctx, values)).rejects.toMatchObject({ code: 'invalid', details: { errors } });
  expect((await listOutgoingServers(t.ctx, everything)).items).toEqual([]);
});

it('proposes the port that belongs to the encryption', async () => {
  const host = '127.0.0.1';
  expect(await saveOutgoingServer(t.ctx, { name: 'A', host })).toMatchObject({
    encryption: 'starttls_strict',
    port: 587,
  });
  expect(await saveOutgoingServer(t.ctx, { name: 'B', host, encryption: 'tls_strict' })).toMatchObject({ port: 465 });
});

it('neither archives nor deletes a server that waiting mail is bound to, and lists the uses', async () => {
  const { id } = await saveOutgoingServer(t.ctx, { name: 'Relay', host: '127.0.0.1', encryption: 'none' });
  await enqueueEmail(t.ctx, draftTo(['mary@customer.example'], { forcedServerId: id }));
  const tomorrow = new Date(Date.now() + 86_400_000);
  await enqueueEmail(t.ctx, draftTo(['mary@customer.example'], { forcedServerId: id, scheduledAt: tomorrow }));
  // One address that cannot be used makes the mail count as failed, though the other recipient still waits.
  await enqueueEmail(t.ctx, draftTo(['nonsense', 'mary@customer.example'], { forcedServerId: id }));
  const refusal = {
    code: 'in_use',
    message: expect.stringContaining('Relay is still used: 3 waiting mails are bound to it'),
    details: { errors: [{ path: 'emails', message: '3 waiting mails are bound to it' }] },
  };
  await expect(saveOutgoingServer(t.ctx, { id, active: false })).rejects.toMatchObject(refusal);
  await expect(deleteOutgoingServer(t.ctx, id)).rejects.toMatchObject(refusal);
  await expect(archiveOwnServers(t.ctx)).rejects.toMatchObject(refusal);
  await t.ctx.db.delete(email);
  expect(await saveOutgoingServer(t.ctx, { id, active: false })).toMatchObject({ active: false });
});

it('switches external servers off by archiving all of them, or none', async () => {
  const own = { host: '127.0.0.1', encryption: 'none' as const };
  const first = await saveOutgoingServer(t.ctx, { ...own, name: 'First' });
  const second = await saveOutgoingServer(t.ctx, { ...own, name: 'Second' });
  await enqueueEmail(t.ctx, draftTo(['mary@customer.example'], { forcedServerId: second.id }));
  await expect(archiveOwnServers(t.ctx)).rejects.toMatchObject({ code: 'in_use' });
  expect(await readOutgoingServer(t.ctx, first.id)).toMatchObject({ active: true });
  await t.ctx.db.delete(email);
  expect(await archiveOwnServers(t.ctx)).toEqual({ outgoing: 2, incoming: 0 });
  expect(await readMailDestination(t.ctx)).toEqual({ kind: 'none', withoutOwn: 'none' });
  await expect(archiveOwnServers(t.as({ role: 'user' }))).rejects.toMatchObject({ code: 'forbidden' });
});

it('lets mail wait, with an alert, once the last server that has sent is archived, and never uses the sandbox', async () => {
  smtp = await startSmtpDouble();
  const ctx = { ...t.ctx, env: { ...t.ctx.env, sandboxSmtpPort: 2525 } };
  const id = await addServer(ctx, { port: smtp.port });
  const { emailId: before } = await enqueueEmail(ctx, draftTo(['mary@customer.example']));
  await sendDueDeliveries(ctx, { emailIds: [before] });
  expect((await readRows(ctx, before)).mail.state).toBe('sent');
  await saveOutgoingServer(ctx, { id, active: false });
  const { emailId } = await enqueueEmail(ctx, draftTo(['mary@customer.example']));
  await sendDueDeliveries(ctx, { emailIds: [emailId] });
  const { mail, deliveries } = await readRows(ctx, emailId);
  expect([mail.state, deliveries[0]?.state, deliveries[0]?.attempts]).toEqual(['outgoing', 'queued', 0]);
  const open = async () => (await t.ctx.db.select().from(alert)).filter(({ resolvedAt }) => resolvedAt === null);
  expect(await open()).toMatchObject([{ kind: 'no-outgoing-server' }]);
  await saveOutgoingServer(ctx, { id, active: true });
  await letTimePass(ctx);
  await sendDueDeliveries(ctx, { emailIds: [emailId] });
  expect((await readRows(ctx, emailId)).mail.state).toBe('sent');
  expect(await open()).toEqual([]);
});

it('reads the largest mail from the server', async () => {
  smtp = await startSmtpDouble({ maxBytes: 10 * 1_048_576 });
  const id = await addServer(t.ctx, { port: smtp.port });
  expect(await readServerSize(t.ctx, id)).toEqual({ maxMessageSizeMb: 10 });
});

it('explains which server would send, without sending', async () => {
  const own = { host: '127.0.0.1', encryption: 'none' as const };
  const filtered = await saveOutgoingServer(t.ctx, { ...own, name: 'Ours', fromFilter: 'mycompany.example' });
  const archived = await saveOutgoingServer(t.ctx, { ...own, name: 'Old', active: false });
  const ours = await explainSelection(t.ctx, { from: 'Anna <anna@mycompany.example>' });
  expect(ours).toMatchObject({ serverId: filtered.id, rewritten: false });
  const foreign = await explainSelection(t.ctx, { from: 'Mary <mary@customer.example>' });
  expect(foreign).toMatchObject({ rewritten: true, headerFrom: '"Mary" <notifications@mycompany.example>' });
  expect(foreign.trace.length).toBeGreaterThan(2);
  await expect(explainSelection(t.ctx, { from: null, serverId: archived.id })).rejects.toMatchObject({
    code: 'conflict',
  });
  await expect(explainSelection(t.ctx, { from: null, serverId: 999_999 })).rejects.toMatchObject({ code: 'not_found' });
});

it('is for administrators', async () => {
  const user = t.as({ role: 'user', userId: 2 });
  await expect(listOutgoingServers(user, everything)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(readMailDestination(user)).resolves.toMatchObject({ kind: 'none' });
});
