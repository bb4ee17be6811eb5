import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiClient, bodyOf, type Json } from '../../setup/api-client.ts';
import { eventually } from '../../setup/eventually.ts';
import { openMail } from '../../setup/mail-client.ts';
import { freshMessageId, sampleMail } from '../../setup/sample-mail.ts';
import { census, expectProblem, type StoryCompany, startStoryCompany } from '../../setup/story-company.ts';

const script = '<script>alert(1)</script>';
let company: StoryCompany;
let api: ApiClient;

beforeAll(async () => {
  company = await startStoryCompany();
  api = company.api;
}, 320_000);
afterAll(() => company?.running.stop());

describe('names with markup', () => {
  test('are names: kept as they are, escaped in the mail', async () => {
    const named = bodyOf(await api.post('/records/lead', { name: `${script} & "Söhne"`, teamId: company.team.id }));
    expect(named.name).toBe(`${script} & "Söhne"`);
    const body = `Hello ${script}<img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>`;
    const path = `/records/lead/${named.id}/messages`;
    const message = bodyOf(await api.post(path, { body: `<p>${body}</p>`, to: [company.mary.id] }));
    for (const html of [message.bodyHtml, await sentHtml(message.messageId)]) {
      expect(html).not.toMatch(/<script|onerror|javascript:/i);
      expect(html).toContain('Hello');
    }
  });
});

test('a mail from two people is kept as failed, with its reason, and not sent', async () => {
  const mail = { from: 'a@mycompany.example, b@mycompany.example', to: 'two@x.example', text: 'x' };
  const { id } = bodyOf(await api.post('/emails', mail));
  const failed = await eventually(async () => {
    const read = bodyOf(await api.get(`/emails/${id}`));
    return read.state === 'failed' ? read : null;
  });
  expect(failed.failureType).toBe('mail_from_invalid');
  expect(failed.failureReason).toMatch(/\S+ \S+/);
  const sent = bodyOf(await api.get('/sandbox/messages?limit=200')).items;
  expect(sent.flatMap((one: Json) => one.recipients)).not.toContain('two@x.example');
});

async function sentHtml(messageId: string): Promise<string> {
  const list = `/sandbox/messages?messageId=${encodeURIComponent(messageId)}`;
  const mail = await eventually(async () => bodyOf(await api.get(list)).items[0]);
  return (await openMail(await api.download(`/sandbox/messages/${mail.id}/eml`))).html ?? '';
}

describe('large things', () => {
  test('a file of 50 MB is refused and leaves nothing', async () => {
    const headers = { 'content-disposition': 'attachment; filename="film.bin"' };
    const path = `/attachments?model=lead&recordId=${company.lead.id}`;
    const before = bodyOf(await api.get(`/records/lead/${company.lead.id}/attachments`)).items;
    expectProblem(await api.raw('POST', path, new Uint8Array(50_000_000), headers), 413);
    expect(bodyOf(await api.get(`/records/lead/${company.lead.id}/attachments`)).items).toEqual(before);
  });

  test('a file name is a name, not a path', async () => {
    const headers = { 'content-disposition': "attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd%0d%0aX-Evil:%201" };
    const { name } = bodyOf(await api.raw('POST', '/attachments', 'x', headers));
    expect(name).not.toMatch(/[/\\\r\n]/);
  });

  test('a mail of 30 MB posted to the gateway is kept byte by byte', async () => {
    const raw = sampleMail({
      to: 'sales@mycompany.example',
      subject: 'Thirty megabytes',
      headers: {
        'MIME-Version': '1.0',
        'Content-Type': 'application/octet-stream',
        'Content-Transfer-Encoding': 'base64',
      },
      body: randomBytes(22_500_000).toString('base64').replace(/.{76}/g, '$&\n'),
    });
    expect(raw.length).toBeGreaterThan(30_000_000);
    const { id, outcome } = bodyOf(await api.gateway(raw));
    expect(outcome).toBe('record_created');
    expect(sha256(await api.download(`/incoming-mails/${id}/eml`))).toBe(sha256(raw));
  });

  test('a mail of 51 MB is refused and not kept', async () => {
    const before = await census(company);
    expectProblem(await api.gateway(Buffer.concat([sampleMail(), Buffer.alloc(53_500_000, 'a')])), 413);
    expect(await census(company)).toEqual(before);
  });
});

describe('mails that are no mails', () => {
  const multipart = (boundary: string) =>
    `Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n--${boundary}\r\n`;
  const head = (subject: string) =>
    `From: Mary <mary@customer.example>\r\nTo: sales@mycompany.example\r\nSubject: ${subject}\r\nMessage-ID: ${freshMessageId()}\r\nMIME-Version: 1.0\r\n`;
  const nested = Array.from({ length: 5000 }, (_, depth) => multipart(`b${depth}`)).join('');
  const forwarded = Array.from({ length: 1000 }, () => 'Content-Type: message/rfc822\r\n\r\n').join('');
  const parts = Array.from({ length: 20_000 }, () => '--many\r\nContent-Type: text/plain\r\n\r\nx\r\n').join('');

  test.each<[string, Buffer]>([
    ['random bytes', randomBytes(20_000)],
    ['only line ends', Buffer.from('\r\n'.repeat(1000))],
    ['a header without end', Buffer.from(`Subject: ${'x'.repeat(2_000_000)}`)],
    ['100 000 addresses', Buffer.from(`${head('Crowd')}Cc: ${'a@x.example, '.repeat(100_000)}\r\n\r\nHello`)],
    [
      'a boundary that never comes',
      Buffer.from(`${head('Open')}Content-Type: multipart/mixed; boundary=none\r\n\r\nHello`),
    ],
    [
      'a charset that is none',
      Buffer.from(`${head('Charset')}Content-Type: text/plain; charset=klingon\r\n\r\nHello \xff`),
    ],
    ['broken base64', Buffer.from(`${head('Base')}Content-Transfer-Encoding: base64\r\n\r\n!!!%%%\r\n`)],
    ['NUL bytes', Buffer.from(`${head('Nul \u0000 here')}\r\nHello \u0000 there`)],
    ['multiparts nested 5000 deep', Buffer.from(`${head('Bomb')}${nested}Hello`)],
    ['mails in mails, 1000 deep', Buffer.from(`${head('Dolls')}${forwarded}Hello`)],
    [
      '20 000 parts',
      Buffer.from(`${head('Parts')}Content-Type: multipart/mixed; boundary=many\r\n\r\n${parts}--many--\r\n`),
    ],
  ])('%s: kept whole, answered in words, soon', async (_, raw) => {
    const since = Date.now();
    const answer = bodyOf(await api.gateway(raw, { 'x-envelope-to': 'sales@mycompany.example' }));
    expect(Date.now() - since).toBeLessThan(60_000);
    expect(answer.outcome).toMatch(/^\w+$/);
    expect(sha256(await api.download(`/incoming-mails/${answer.id}/eml`))).toBe(sha256(raw));
    const stored = bodyOf(await api.get(`/incoming-mails/${answer.id}`));
    expect(stored.outcome).toBe(answer.outcome);
    expect(stored.outcome === 'failed' ? stored.reason : 'fine').toBeTruthy();
    expect((await fetch(`http://127.0.0.1:${company.running.product.port}/api/health`)).status).toBe(200);
  });

  test('an empty mail is malformed', async () => {
    expectProblem(await api.gateway(Buffer.alloc(0)), 400);
  });

  test('markup and scripts of a mail never reach the chatter', async () => {
    const html = `<p onclick="alert(1)">Hi</p>${script}<iframe src="https://evil.example"></iframe><a href="javascript:x">y</a>`;
    const headers = { 'MIME-Version': '1.0', 'Content-Type': 'text/html; charset=utf-8' };
    const from = `"${script}" <eve@evil.example>`;
    const raw = sampleMail({ from, to: 'sales@mycompany.example', subject: script, headers, body: html });
    const [{ recordId }] = bodyOf(await api.gateway(raw)).routes;
    expect(bodyOf(await api.get(`/records/lead/${recordId}`)).name).toBe(script);
    const [message] = bodyOf(await api.get(`/records/lead/${recordId}/messages`)).items;
    expect(message.author.name).toBe(script);
    expect(message.bodyHtml).toContain('Hi');
    expect(message.bodyHtml).not.toMatch(/onclick|<script|<iframe|javascript:/i);
  });
});

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
