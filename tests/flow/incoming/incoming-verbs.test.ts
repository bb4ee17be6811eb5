import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRecord } from '#lib/documents/create-record.ts';
import { assignIncomingMail } from '#lib/mail/incoming/assign-incoming-mail.ts';
import { createDocumentFromMail } from '#lib/mail/incoming/create-document-from-mail.ts';
import { discardIncomingMail } from '#lib/mail/incoming/discard-incoming-mail.ts';
import { fetchIncomingServer } from '#lib/mail/incoming/fetch/fetch-server.ts';
import { incomingMailEml } from '#lib/mail/incoming/incoming-mail-eml.ts';
import { readLedger } from '#lib/mail/incoming/ledger/read-ledger.ts';
import { listIncomingMails } from '#lib/mail/incoming/list-incoming-mails.ts';
import { readIncomingMail } from '#lib/mail/incoming/read-incoming-mail.ts';
import { receiveMail } from '#lib/mail/incoming/receive.ts';
import { replayIncomingMail } from '#lib/mail/incoming/replay-incoming-mail.ts';
import { confirmIncomingServer } from '#lib/mail/servers/confirm-incoming-server.ts';
import { deleteIncomingServer } from '#lib/mail/servers/delete-incoming-server.ts';
import { readIncomingServer } from '#lib/mail/servers/read-incoming-server.ts';
import { resetIncomingServer } from '#lib/mail/servers/reset-incoming-server.ts';
import { saveIncomingServer } from '#lib/mail/servers/save-incoming-server.ts';
import { Dovecot } from '../../setup/dovecot.ts';
import { sampleMail } from '../../setup/sample-mail.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let dovecot: Dovecot;

beforeAll(async () => {
  [t, dovecot] = await Promise.all([openTestContext(), Dovecot.start()]);
  await t.ctx.db.execute(sql`insert into company (name) values ('North')`);
});
afterAll(() => Promise.all([t?.close(), dovecot?.stop()]));

describe('an incoming server', () => {
  const login = () => ({ host: '127.0.0.1', username: 'office@north.example', password: dovecot.password });

  test('is tested step by step, confirmed, fetched, looked into, reset and deleted', async () => {
    const input = {
      ...login(),
      name: 'Office',
      port: dovecot.ports.imaps,
      encryption: 'tls' as const,
      model: 'lead' as const,
    };
    const made = await saveIncomingServer(t.ctx, input);
    expect(made).toMatchObject({ state: 'draft', address: 'office@north.example', folder: 'INBOX' });
    expect(JSON.stringify(made)).not.toContain(dovecot.password);
    await expect(fetchIncomingServer(t.ctx, { id: made.id })).rejects.toMatchObject({ code: 'conflict' });
    const tested = await confirmIncomingServer(t.ctx, made.id);
    expect(tested.steps.map(({ step, ok }) => `${step} ${ok}`)).toEqual([
      'dns true',
      'tcp true',
      'tls true',
      'login true',
      'folder true',
    ]);
    await dovecot.deliver('office@north.example', sampleMail({ to: 'office@north.example', subject: 'By fallback' }));
    expect(await fetchIncomingServer(t.ctx, { id: made.id })).toMatchObject({ fetched: 1, succeeded: 1 });
    const { folders } = await readLedger(t.ctx, { id: made.id });
    expect(folders).toEqual([expect.objectContaining({ nextUid: 2, totals: { stored: 1 } })]);
    expect((await saveIncomingServer(t.ctx, { id: made.id, priority: 1 })).state).toBe('confirmed');
    expect((await saveIncomingServer(t.ctx, { id: made.id, folder: 'Archive' })).state).toBe('draft');
    expect((await resetIncomingServer(t.ctx, made.id)).state).toBe('draft');
    await deleteIncomingServer(t.ctx, made.id);
    await expect(readIncomingServer(t.ctx, made.id)).rejects.toMatchObject({ code: 'not_found' });
    const audit = await t.ctx.db.execute(
      sql`select before, after from audit_event where target_type = 'incoming-server'`,
    );
    expect(JSON.stringify(audit.rows)).not.toContain('v1.');
  });

  const faults: [string, object, string][] = [
    ['a port nothing listens on', { port: 1, encryption: 'none' }, 'tcp'],
    ['a certificate of nobody we trust', { encryption: 'tls_strict' }, 'tls'],
    ['a wrong password', { password: 'wrong', encryption: 'tls' }, 'login'],
    ['a folder that is not there', { folder: 'Nowhere', encryption: 'tls' }, 'folder'],
  ];
  for (const [what, change, step] of faults) {
    test(`with ${what} fails at ${step}, with a hint, and stays unconfirmed`, async () => {
      const input = { ...login(), name: what, port: dovecot.ports.imaps, ...change };
      const { id } = await saveIncomingServer(t.ctx, input);
      const tested = await confirmIncomingServer(t.ctx, id);
      expect(tested.ok).toBe(false);
      expect(tested.steps.at(-1)).toMatchObject({ step, ok: false, hint: expect.stringMatching(/\w{5,}/) });
      expect((await readIncomingServer(t.ctx, id)).state).toBe('draft');
    });
  }

  test('in a network we do not connect to is refused', async () => {
    const attempt = saveIncomingServer(t.ctx, { ...login(), name: 'Cloud', host: '169.254.169.254' });
    await expect(attempt).rejects.toMatchObject({ code: 'invalid' });
  });

  test('is for administrators', async () => {
    const user = t.as({ role: 'user', companyIds: [1] });
    await expect(saveIncomingServer(user, { ...login(), name: 'Mine' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(fetchIncomingServer(user, { id: 1 })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a mail that went nowhere', () => {
  const lost = async (subject: string) => {
    const raw = sampleMail({ to: 'unknown@north.example', subject });
    const { id, outcome } = await receiveMail(t.ctx, { raw, source: 'http' });
    expect(outcome).toBe('quarantined');
    return { id: id ?? 0, raw };
  };

  test('is found in the log, shown with its parts, and comes out byte by byte', async () => {
    const { id, raw } = await lost('Find me in the log');
    const query = { limit: 5, q: 'find me', sort: { field: 'receivedAt', descending: true }, filters: [] };
    expect((await listIncomingMails(t.ctx, query)).items.map((item) => item.id)).toEqual([id]);
    const detail = await readIncomingMail(t.ctx, id);
    expect(detail.trace.length).toBeGreaterThan(3);
    expect(detail.headers.map((header) => header.name)).toContain('subject');
    const pieces: Buffer[] = [];
    for await (const piece of (await incomingMailEml(t.ctx, id)).content) pieces.push(piece);
    expect(Buffer.concat(pieces).equals(raw)).toBe(true);
  });

  test('becomes a document by hand, once', async () => {
    const { id } = await lost('Make me a lead');
    const made = await createDocumentFromMail(t.ctx, id, { model: 'lead' });
    expect(made).toMatchObject({
      outcome: 'record_created',
      routes: [{ model: 'lead', messageId: expect.any(Number) }],
    });
    await expect(createDocumentFromMail(t.ctx, id, { model: 'lead' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(replayIncomingMail(t.ctx, id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(discardIncomingMail(t.ctx, id)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('is assigned to a document that exists', async () => {
    const { id } = await lost('Belongs to a lead');
    const lead = await createRecord(t.ctx, 'lead', { name: 'A lead' });
    const missing = assignIncomingMail(t.ctx, id, { model: 'lead', recordId: 999_999 });
    await expect(missing).rejects.toMatchObject({ code: 'not_found' });
    const posted = await assignIncomingMail(t.ctx, id, { model: 'lead', recordId: lead.id });
    expect(posted.routes).toEqual([expect.objectContaining({ recordId: lead.id, messageId: expect.any(Number) })]);
  });

  test('is discarded, and replayed after all', async () => {
    const { id } = await lost('Not now');
    expect(await discardIncomingMail(t.ctx, id)).toMatchObject({ outcome: 'no_op' });
    expect(await replayIncomingMail(t.ctx, id)).toMatchObject({ outcome: 'quarantined' });
  });
});
