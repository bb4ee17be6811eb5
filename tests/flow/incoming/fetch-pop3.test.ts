import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetchDueServers } from '#lib/mail/incoming/fetch/fetch-due-servers.ts';
import { confirmIncomingServer } from '#lib/mail/servers/confirm-incoming-server.ts';
import { saveIncomingServer } from '#lib/mail/servers/save-incoming-server.ts';
import { Dovecot } from '../../setup/dovecot.ts';
import { readMailbox } from '../../setup/mail-client.ts';
import {
  addDraft,
  addMailbox,
  booksOf,
  broughtBy,
  fetchNow,
  leadsCalled,
  openPop3Room,
  t,
} from '../../setup/pop3-room.ts';
import { sampleMail } from '../../setup/sample-mail.ts';

openPop3Room();

let dovecot: Dovecot;
beforeAll(async () => {
  dovecot = await Dovecot.start();
});
afterAll(() => dovecot?.stop());

const deliver = (user: string, subject: string) => dovecot.deliver(user, sampleMail({ subject }));
const inMailbox = async (user: string) => (await readMailbox(dovecot, user)).map(({ subject }) => subject);

describe('a POP3 mailbox at Dovecot', () => {
  test('fetched mails are deleted there once they are stored here, and the books say so', async () => {
    const username = 'empties@north.example';
    await deliver(username, 'First');
    await deliver(username, 'Second');
    const id = await addMailbox(dovecot.ports.pop3, { username });
    expect(await fetchNow(id)).toMatchObject({ fetched: 2, succeeded: 2, failed: 0, status: 'done' });
    expect(await broughtBy(id)).toEqual(['First: record_created', 'Second: record_created']);
    expect(await inMailbox(username)).toEqual([]);
    expect(await booksOf(id)).toEqual({ totals: { stored: 2 }, mailbox: { listed: 0, left: 0 }, balanced: true });
    await deliver(username, 'Third');
    expect(await fetchNow(id)).toMatchObject({ fetched: 1 });
    expect(await booksOf(id)).toMatchObject({ totals: { stored: 3 }, balanced: true });
  });

  test('with "keep on server" mails stay, each is taken once, and their names are forgotten with them', async () => {
    const username = 'keeps@north.example';
    await deliver(username, 'Stays');
    const id = await addMailbox(dovecot.ports.pop3, { username, leaveOnServer: true });
    expect(await fetchNow(id)).toMatchObject({ fetched: 1 });
    await deliver(username, 'Stays too');
    expect(await fetchNow(id)).toMatchObject({ fetched: 1 });
    expect(await fetchNow(id)).toMatchObject({ fetched: 0 });
    expect(await inMailbox(username)).toEqual(['Stays', 'Stays too']);
    expect(await booksOf(id)).toEqual({ totals: { stored: 2 }, mailbox: { listed: 2, left: 2 }, balanced: true });
    await saveIncomingServer(t.ctx, { id, leaveOnServer: false });
    expect(await fetchNow(id)).toMatchObject({ fetched: 0, remaining: 0 });
    expect(await inMailbox(username)).toEqual([]);
    const { rows } = await t.ctx.db.execute(sql`select 1 from pop3_mail where incoming_server_id = ${id}`);
    expect(rows).toEqual([]);
    expect(await broughtBy(id)).toHaveLength(2);
  });

  test('a mail of 12 MB with dots everywhere arrives byte by byte', async () => {
    const username = 'large@north.example';
    const lines = randomBytes(9_000_000).toString('base64').replace(/.{76}/g, '$&\n');
    await dovecot.deliver(username, sampleMail({ subject: 'Large', body: `.\n..\n.a\n${lines}\n.` }));
    const source = (await readMailbox(dovecot, username))[0]?.raw ?? '';
    const id = await addMailbox(dovecot.ports.pop3, { username });
    await fetchNow(id);
    const { rows } = await t.ctx.db.execute(sql`select sha256 from incoming_mail where incoming_server_id = ${id}`);
    expect(rows).toEqual([{ sha256: createHash('sha256').update(source).digest('hex') }]);
  });

  test.each([
    ['STLS', 'starttls', 'pop3'],
    ['TLS', 'tls', 'pop3s'],
  ] as const)('signs in over %s, and shows the certificate', async (_what, encryption, port) => {
    const username = `${encryption}@north.example`;
    await deliver(username, `Over ${encryption}`);
    const id = await addDraft(dovecot.ports[port], { username, encryption });
    const { ok, steps } = await confirmIncomingServer(t.ctx, id);
    expect(ok).toBe(true);
    const expected = ['dns', 'tcp', 'tls', 'greeting', 'capa', 'login', 'list'];
    expect(steps.map(({ step }) => step).toSorted()).toEqual(expected.toSorted());
    expect(steps.find(({ step }) => step === 'tls')?.reply).toMatch(/TLSv1\.[23]; certificate for localhost/);
    expect(steps.at(-1)?.reply).toMatch(/^1 mail, .* are deleted there once they are stored here\.$/);
    expect(await fetchNow(id)).toMatchObject({ fetched: 1 });
  });

  test.each([
    ['tls_strict', 'pop3s'],
    ['starttls_strict', 'pop3'],
  ] as const)('refuses the unknown certificate with %s, and no password leaves', async (encryption, port) => {
    const id = await addDraft(dovecot.ports[port], { encryption, host: 'localhost' });
    const { ok, steps } = await confirmIncomingServer(t.ctx, id);
    expect(ok).toBe(false);
    expect(steps.at(-1)).toMatchObject({ step: 'tls', hint: expect.stringMatching(/self-signed.*995 with TLS/) });
  });

  test('a wrong password fails with the server’s words, and after three times an alert', async () => {
    const id = await addMailbox(dovecot.ports.pop3);
    await t.ctx.db.execute(sql`update incoming_server set password_sealed = null where id = ${id}`);
    const refusal = { code: 'unavailable', message: expect.stringMatching(/refused user name or password.*-ERR/) };
    for (let n = 0; n < 3; n++) await expect(fetchNow(id)).rejects.toMatchObject(refusal);
    const alerts = await t.ctx.db.execute(sql`select key from alert where kind = 'incoming-server-failing'`);
    expect(alerts.rows).toEqual([{ key: String(id) }]);
    const draft = await addDraft(dovecot.ports.pop3, { password: 'wrong' });
    const { steps } = await confirmIncomingServer(t.ctx, draft);
    expect(steps.at(-1)).toMatchObject({ step: 'login', ok: false, hint: expect.stringMatching(/POP is enabled/) });
  });

  test('the clock fetches it beside the others', async () => {
    const username = 'clock@north.example';
    await deliver(username, 'On time');
    await addMailbox(dovecot.ports.pop3, { username });
    await fetchDueServers(t.ctx);
    expect(await leadsCalled('On time')).toBe(1);
  });

  test('two workers at once: the second waits for the first, and each mail is fetched once', async () => {
    const username = 'shared@north.example';
    for (const subject of ['One', 'Two', 'Three']) await deliver(username, subject);
    const id = await addMailbox(dovecot.ports.pop3, { username });
    const results = await Promise.all([fetchNow(id), fetchNow(id)]);
    expect(results.map(({ fetched }) => fetched).toSorted()).toEqual([0, 3]);
    expect(await broughtBy(id)).toHaveLength(3);
  });
});

describe('what an administrator may set', () => {
  test('a new mailbox gets the port that belongs to its protocol and encryption', async () => {
    const base = { name: 'P', type: 'pop3' as const, host: '127.0.0.1', username: 'a' };
    expect(await saveIncomingServer(t.ctx, base)).toMatchObject({ port: 995, leaveOnServer: false });
    expect(await saveIncomingServer(t.ctx, { ...base, encryption: 'starttls' })).toMatchObject({ port: 110 });
  });

  test('the type of a confirmed server is fixed', async () => {
    const id = await addMailbox(dovecot.ports.pop3);
    const refusal = { code: 'invalid', details: { errors: [expect.objectContaining({ path: 'type' })] } };
    await expect(saveIncomingServer(t.ctx, { id, type: 'imap' })).rejects.toMatchObject(refusal);
  });

  test('a password with a line break is refused: it would be a command of its own', async () => {
    await expect(addDraft(1, { password: 'x\r\nDELE 1' })).rejects.toMatchObject({ code: 'invalid' });
  });

  test('another account begins with books of its own', async () => {
    const username = 'moves@north.example';
    await deliver(username, 'Before the move');
    const id = await addMailbox(dovecot.ports.pop3, { username, leaveOnServer: true });
    await fetchNow(id);
    await saveIncomingServer(t.ctx, { id, username: 'moved@north.example' });
    await expect(booksOf(id)).rejects.toThrow('there are no books');
  });
});
