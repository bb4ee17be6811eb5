import { generateKeyPairSync } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { dkimSign } from 'mailauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listMessages } from '#lib/chatter/list-messages.ts';
import { saveAlias } from '#lib/mail/aliases/save-alias.ts';
import { receiveMail } from '#lib/mail/incoming/receive.ts';
import { replayIncomingMail } from '#lib/mail/incoming/replay-incoming-mail.ts';
import { startDnsServer, type TestDnsServer, txt } from '../../setup/dns-server.ts';
import { foundNorth } from '../../setup/found-north.ts';
import { type SampleMail, sampleMail } from '../../setup/sample-mail.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let dns: TestDnsServer;
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keyRecord = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

beforeAll(async () => {
  dns = await startDnsServer();
  t = await openTestContext({ DNS_SERVERS: dns.address });
  await foundNorth(t.ctx);
  await saveAlias(t.ctx, { localPart: 'sales', model: 'lead' });
  await saveAlias(t.ctx, { localPart: 'orders', model: 'lead', requireVerifiedSender: true });
});
afterAll(async () => {
  await dns.stop();
  await t.close();
});

/** A domain with a signing key, and what else it says of itself. */
function publish(domain: string, { dmarc, spf }: { dmarc?: string; spf?: string } = {}): string {
  dns.zone.set(`s1._domainkey.${domain}`, [txt(`s1._domainkey.${domain}`, keyRecord.match(/.{1,200}/g) ?? [])]);
  if (dmarc) dns.zone.set(`_dmarc.${domain}`, [txt(`_dmarc.${domain}`, dmarc)]);
  if (spf) dns.zone.set(domain, [txt(domain, spf)]);
  return domain;
}

async function signed(signingDomain: string, mail: SampleMail): Promise<Buffer> {
  const raw = sampleMail(mail);
  const key = { signingDomain, selector: 's1', privateKey: pem };
  const { signatures } = await dkimSign(raw, { ...key, signatureData: [key] });
  return Buffer.concat([Buffer.from(signatures), raw]);
}

async function judge(raw: Buffer, more = {}) {
  const answer = await receiveMail(t.ctx, { raw, source: 'http', ...more });
  return { ...answer, sender: answer.parsed?.authentication };
}

describe('a signature', () => {
  test('of the domain of the author proves him, with or without a DMARC policy; it is shown at the message', async () => {
    const plain = publish('plain.example.com');
    const { sender, routes } = await judge(await signed(plain, { from: `Mary <mary@${plain}>` }));
    const found = { spf: 'none', dkim: 'pass', dmarc: 'none', source: 'self', verified: true };
    expect(sender).toEqual(found);
    const query = { limit: 10, filters: [], sort: { field: 'sequence', descending: false } };
    const page = await listMessages(t.ctx, { model: 'lead', recordId: routes[0]?.recordId ?? 0 }, query);
    expect(page.items.find((message) => message.kind === 'email')?.authentication).toEqual(found);

    const strict = publish('strict.example.org', { dmarc: 'v=DMARC1; p=reject' });
    expect((await judge(await signed(strict, { from: `mary@${strict}` }))).sender).toMatchObject({ dmarc: 'pass' });
  });

  test('of another domain holds, and proves nothing about the author', async () => {
    publish('evil.example.net');
    const { sender } = await judge(await signed('evil.example.net', { from: 'boss@bank.example.com' }));
    expect(sender).toMatchObject({ dkim: 'pass', dmarc: 'none', verified: false });
  });

  test('counts for nobody where From names two', async () => {
    publish('evil.example.net');
    const mail = { from: 'boss@bank.example.com, joe@evil.example.net' };
    expect((await judge(await signed('evil.example.net', mail))).sender).toMatchObject({ verified: false });
  });

  test('fails when the text was changed, which is no proof against the author', async () => {
    const domain = publish('list.example.com', { dmarc: 'v=DMARC1; p=reject' });
    const raw = await signed(domain, { from: `mary@${domain}` });
    const changed = Buffer.concat([raw, Buffer.from('-- \r\nThe list\r\n')]);
    expect((await judge(changed)).sender).toMatchObject({ dkim: 'fail', dmarc: 'none', verified: false });
  });
});

describe('who handed the mail over', () => {
  const own = { source: 'smtp', clientIp: '192.0.2.1', clientName: 'mx.spf.example.com' };
  const mail = () => sampleMail({ from: 'mary@spf.example.com' });
  beforeAll(() => {
    publish('spf.example.com', { spf: 'v=spf1 ip4:192.0.2.1 -all', dmarc: 'v=DMARC1; p=reject' });
  });

  test('counts when it was our own listener', async () => {
    const good = await judge(mail(), {
      ...own,
      envelopeFrom: 'mary@spf.example.com',
      envelopeTo: 'sales@north.example',
    });
    expect(good.sender).toEqual({ spf: 'pass', dkim: 'none', dmarc: 'pass', source: 'self', verified: true });
    const forged = { ...own, clientIp: '203.0.113.9', envelopeFrom: 'mary@spf.example.com' };
    expect((await judge(mail(), forged)).sender).toMatchObject({ spf: 'fail', dmarc: 'fail', verified: false });
  });

  test('is not known of a mail that came by LMTP or HTTP, and nobody is asked', async () => {
    const before = dns.asked.length;
    const none = { spf: 'none', dkim: 'none', dmarc: 'none', source: 'none', verified: false };
    expect((await judge(mail(), { ...own, source: 'lmtp', envelopeFrom: 'mary@spf.example.com' })).sender).toEqual(
      none,
    );
    expect((await judge(mail())).sender).toEqual(none);
    expect(dns.asked.length).toBe(before);
  });
});

test('an alias for verified senders takes their mails, and no others', async () => {
  const domain = publish('partner.example.com');
  const mail = { from: `mary@${domain}`, to: 'orders@north.example' };
  expect((await judge(await signed(domain, mail))).outcome).toBe('record_created');
  expect(await judge(sampleMail(mail))).toMatchObject({
    outcome: 'bounced_policy',
    reason: expect.stringContaining('proven by DKIM or DMARC'),
  });
});

test('while DNS is silent a mail waits two seconds at most, and a replay asks again', async () => {
  const domain = publish('silent.example.com');
  const key = `s1._domainkey.${domain}`;
  const record = dns.zone.get(key) ?? [];
  dns.zone.set(key, 'silent');
  const startedAt = performance.now();
  const answer = await judge(await signed(domain, { from: `mary@${domain}` }));
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(answer).toMatchObject({ outcome: 'record_created', sender: { dkim: 'temperror', verified: false } });
  dns.zone.set(key, record);
  await t.ctx.db.execute(sql`update incoming_mail set outcome = 'failed', routes = '[]' where id = ${answer.id}`);
  const later = { ...t.ctx, now: () => new Date(Date.now() + 120_000) };
  const again = await replayIncomingMail(later, answer.id ?? 0);
  expect(again.parsed?.authentication).toMatchObject({ dkim: 'pass', verified: true });
});

test('a mail with hundreds of signatures is not worked through', async () => {
  const before = dns.asked.length;
  const line = 'DKIM-Signature: v=1; a=rsa-sha256; d=many.example.com; s=s1; h=from; bh=AA==; b=AA==\r\n';
  const raw = Buffer.concat([Buffer.from(line.repeat(300)), sampleMail()]);
  expect((await judge(raw)).sender).toMatchObject({ dkim: 'permerror', verified: false });
  expect(dns.asked.length).toBe(before);
});
