import { chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { dkimVerify } from 'mailauth/lib/dkim/verify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alert } from '#drizzle/schema/alert.ts';
import { dkimKey } from '#drizzle/schema/dkim-key.ts';
import { createAttachment } from '#lib/attachments/create-attachment.ts';
import { createDkimKey } from '#lib/mail/dkim/create-dkim-key.ts';
import { deleteDkimKey } from '#lib/mail/dkim/delete-dkim-key.ts';
import type { DkimKeyItem } from '#lib/mail/dkim/dkim-key-schema.ts';
import { listDkimKeys } from '#lib/mail/dkim/list-dkim-keys.ts';
import { readDkimKey } from '#lib/mail/dkim/read-dkim-key.ts';
import { rotateDkimKey } from '#lib/mail/dkim/rotate-dkim-key.ts';
import { saveDkimKey } from '#lib/mail/dkim/save-dkim-key.ts';
import { forgetSigningKeys } from '#lib/mail/dkim/signing-keys.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { closeIdleConnections } from '#lib/mail/outgoing/transport/connection-pool.ts';
import { addServer, draftTo, letTimePass, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { canRunPostfix, type Postfix, startPostfix } from '../../setup/postfix.ts';
import { type SmtpDouble, startSmtpDouble } from '../../setup/smtp-double.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;

async function send(draft: Parameters<typeof enqueueEmail>[1]) {
  const { emailId } = await enqueueEmail(t.ctx, draft);
  await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
  return { emailId, ...(await readRows(t.ctx, emailId)) };
}

/** What a receiving server finds that asks our records, as `selector result`. */
async function verdicts(raw: string | Buffer): Promise<string[]> {
  const { items } = await listDkimKeys(t.ctx, { limit: 50, sort: { field: 'domain', descending: false }, filters: [] });
  const zone = new Map(items.map(({ record }) => [record.name, record.value]));
  const resolver = async (name: string) => [[zone.get(name) ?? '']];
  const { results } = await dkimVerify(Buffer.from(raw), { resolver } as never);
  return results.map(({ selector, status }) => (selector ? `${selector} ${status.result}` : status.result));
}

describe('a domain with keys', () => {
  let smtp: SmtpDouble;
  let rsa: DkimKeyItem;
  let ed: DkimKeyItem;

  beforeAll(async () => {
    t = await openTestContext();
    smtp = await startSmtpDouble();
    await seedMailDomain(t.ctx);
    await addServer(t.ctx, { port: smtp.port });
  });
  afterAll(async () => {
    closeIdleConnections();
    await smtp.stop();
    await t.close();
  });

  it('leaves mail unsigned while it has none', async () => {
    await send(draftTo(['mary@customer.example']));
    expect(smtp.taken.at(-1)?.raw).not.toContain('DKIM-Signature');
  });

  it('signs with each active key from the moment it is made', async () => {
    rsa = await createDkimKey(t.ctx, { domain: 'MyCompany.example' });
    ed = await createDkimKey(t.ctx, { domain: 'mycompany.example', algorithm: 'ed25519' });
    expect([rsa.selector, ed.selector]).toEqual(['perfectwork', 'perfectwork-ed']);
    const { mail } = await send(draftTo(['mary@customer.example'], { subject: 'Größe', html: '<p>Grüße</p>' }));
    expect(mail.state).toBe('sent');
    expect(await verdicts(smtp.taken.at(-1)?.raw ?? '')).toEqual(['perfectwork pass', 'perfectwork-ed pass']);
    await expect.poll(async () => (await readDkimKey(t.ctx, rsa.id)).lastUsedAt).not.toBeNull();
  });

  it('does not sign what leaves From another domain', async () => {
    await send(draftTo(['mary@customer.example'], { from: 'Otto <otto@other.example>' }));
    const raw = smtp.taken.at(-1)?.raw ?? '';
    const isRewritten = raw.includes('@mycompany.example>\r\nTo');
    expect(raw.includes('DKIM-Signature')).toBe(isRewritten);
  });

  it('keeps the private half to itself', async () => {
    const shown = JSON.stringify(await readDkimKey(t.ctx, rsa.id));
    expect(shown).not.toMatch(/private|sealed/i);
    const [row] = await t.ctx.db.select().from(dkimKey).where(eq(dkimKey.id, rsa.id));
    expect(row?.privateKeySealed).toMatch(/^v1\./);
    const asUser = t.as({ role: 'user', userId: 1 });
    await expect(readDkimKey(asUser, rsa.id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(createDkimKey(asUser, { domain: 'mycompany.example' })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('signs with old and new key while a rotation spreads, then with the new one alone', async () => {
    const next = await rotateDkimKey(t.ctx, rsa.id);
    expect(next).toMatchObject({ selector: 'perfectwork-2', algorithm: 'rsa-2048', active: true });
    await send(draftTo(['mary@customer.example']));
    const both = await verdicts(smtp.taken.at(-1)?.raw ?? '');
    expect(both.toSorted()).toEqual(['perfectwork pass', 'perfectwork-2 pass', 'perfectwork-ed pass'].toSorted());
    await saveDkimKey(t.ctx, { id: rsa.id, active: false });
    await saveDkimKey(t.ctx, { id: ed.id, active: false });
    await send(draftTo(['mary@customer.example']));
    expect(await verdicts(smtp.taken.at(-1)?.raw ?? '')).toEqual(['perfectwork-2 pass']);
    await expect(deleteDkimKey(t.ctx, next.id)).rejects.toMatchObject({ code: 'in_use' });
    await deleteDkimKey(t.ctx, rsa.id);
    await expect(readDkimKey(t.ctx, rsa.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('refuses a second key of the same selector and names that are no domain', async () => {
    const again = { domain: 'mycompany.example', selector: 'perfectwork-2' };
    await expect(createDkimKey(t.ctx, again)).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'selector' }] },
    });
    await expect(createDkimKey(t.ctx, { domain: 'not a domain' })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('lets mail wait, with an alert, while a key cannot be read, and sends it signed once that is mended', async () => {
    const broken = await createDkimKey(t.ctx, { domain: 'mycompany.example', selector: 'broken' });
    await t.ctx.db.update(dkimKey).set({ privateKeySealed: 'v1.a.b.c' }).where(eq(dkimKey.id, broken.id));
    forgetSigningKeys(t.ctx);
    const before = smtp.taken.length;
    const { emailId, mail, deliveries } = await send(draftTo(['mary@customer.example']));
    expect(mail.state).toBe('outgoing');
    expect(deliveries[0]).toMatchObject({ state: 'queued', attempts: 0 });
    expect(deliveries[0]?.reason).toContain('The signing key broken of mycompany.example cannot be read');
    expect(smtp.taken).toHaveLength(before);
    const open = () => t.ctx.db.select().from(alert).where(eq(alert.kind, 'dkim-key-unusable'));
    expect(await open()).toMatchObject([{ key: 'mycompany.example', resolvedAt: null }]);
    await saveDkimKey(t.ctx, { id: broken.id, active: false });
    expect((await open())[0]?.resolvedAt).not.toBeNull();
    await letTimePass(t.ctx);
    await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
    expect((await readRows(t.ctx, emailId)).mail.state).toBe('sent');
    expect(await verdicts(smtp.taken.at(-1)?.raw ?? '')).toEqual(['perfectwork-2 pass']);
  });
});

describe.runIf(canRunPostfix)('through Postfix into a mailbox', () => {
  let postfix: Postfix;
  let home: string;

  beforeAll(async () => {
    t = await openTestContext();
    await seedMailDomain(t.ctx);
    home = await mkdtemp(path.join(tmpdir(), 'maildir-'));
    await chown(home, 65_534, 65_534);
    postfix = await startPostfix({
      lmtpPort: 1,
      catchall: { domain: 'mycompany.example', mailbox: 'all@mycompany.example', people: [] },
      settings: {
        virtual_alias_maps: '',
        virtual_mailbox_domains: 'customer.example',
        virtual_mailbox_base: home,
        virtual_mailbox_limit: '0',
        virtual_mailbox_maps: 'static:inbox/',
        virtual_uid_maps: 'static:65534',
        virtual_gid_maps: 'static:65534',
      },
    });
    await addServer(t.ctx, { port: postfix.port, host: 'localhost' });
    await createDkimKey(t.ctx, { domain: 'mycompany.example' });
    await createDkimKey(t.ctx, { domain: 'mycompany.example', algorithm: 'ed25519' });
  });
  afterAll(async () => {
    closeIdleConnections();
    await postfix.stop();
    await t.close();
    await rm(home, { recursive: true, force: true });
  });

  /** The mail with this id as the mailbox keeps it, its line ends as they were on the wire. */
  async function arrived(messageId: string): Promise<string | null> {
    const folder = path.join(home, 'inbox', 'new');
    for (const name of await readdir(folder).catch(() => [])) {
      const text = await readFile(path.join(folder, name), 'latin1');
      if (text.includes(`\nMessage-ID: ${messageId}\n`)) return text.replace(/\r?\n/g, '\r\n');
    }
    return null;
  }

  const eml =
    'From: old@customer.example\nSubject: Grüße\nContent-Type: text/plain; charset=utf-8\n\nEins\n.\n..\nÜber\n';

  it.each([
    ['lines of dots and bare line ends', { text: 'one\n.\n..two\n\n.three\n', html: '' }, null],
    ['letters beyond ASCII everywhere', { subject: 'Größe 😀', html: '<p>Äpfel für Übelkeit</p>' }, null],
    ['very long lines', { html: `<p>${'lang '.repeat(2000)}</p>` }, null],
    [
      'an attached mail of eight bits',
      {},
      { name: 'old.eml', contentType: 'message/rfc822', content: Buffer.from(eml) },
    ],
    ['a file', {}, { name: 'a.bin', contentType: 'application/pdf', content: Buffer.alloc(5000, 46) }],
  ])('the signature survives %s', async (_what, more, file) => {
    const attachment = file ? await createAttachment(t.ctx, file) : null;
    const attachmentIds = attachment ? [attachment.id] : [];
    const { mail } = await send(draftTo(['mary@customer.example'], { ...more, attachmentIds }));
    expect(mail.state).toBe('sent');
    await expect.poll(() => arrived(mail.messageId), { timeout: 20_000 }).not.toBeNull();
    const raw = Buffer.from((await arrived(mail.messageId)) ?? '', 'latin1');
    expect(await verdicts(raw)).toEqual(['perfectwork pass', 'perfectwork-ed pass']);
  });
});
