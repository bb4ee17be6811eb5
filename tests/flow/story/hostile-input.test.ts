import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiAnswer, type ApiClient, apiClient, bodyOf, type Json, signInForKey } from '../../setup/api-client.ts';
import { eventually } from '../../setup/eventually.ts';
import { openMail } from '../../setup/mail-client.ts';
import { type ProductWithApi, startProductWithApi } from '../../setup/product-with-api.ts';
import { findFreePort } from '../../setup/run-product.ts';
import { freshMessageId, sampleMail } from '../../setup/sample-mail.ts';

const script = '<script>alert(1)</script>';
const injected = 'Hello\r\nBcc: thief@evil.example';
let running: ProductWithApi;
let api: ApiClient;
let team: Json;
let lead: Json;
let mary: Json;

beforeAll(async () => {
  running = await startProductWithApi({ SANDBOX_SMTP_PORT: String(await findFreePort()) });
  api = running.api;
  team = bodyOf(await api.post('/records/sales_team', { name: 'Europe', aliasLocalPart: 'sales' }));
  lead = bodyOf(await api.post('/records/lead', { name: 'Fifty chairs', teamId: team.id }));
  mary = bodyOf(await api.post('/records/contact', { name: 'Mary', email: 'mary@customer.example' }));
}, 320_000);
afterAll(() => running?.stop());

/** A clear answer: a problem document whose detail is a sentence that says what to do, not how we are built. */
function expectProblem(answer: ApiAnswer, status: number): void {
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body).toMatchObject({ type: expect.any(String), title: expect.any(String), status });
  expect(answer.body.detail).toMatch(/\S+ \S+/);
  expect(JSON.stringify(answer.body)).not.toMatch(/error occurred|undefined|\[object|select |insert |node_modules/i);
}

/** How much there is of everything that a refused request could have left behind. */
async function census(): Promise<Record<string, number>> {
  const lists = ['/records/lead', '/records/contact', '/records/sales_team', '/aliases', '/alias-domains', '/emails'];
  const more = ['/outgoing-servers', '/incoming-servers', '/companies', '/incoming-mails', '/sandbox/messages'];
  const counted = [...lists, ...more].map(async (path) => [path, bodyOf(await api.get(`${path}?limit=1`)).total]);
  return Object.fromEntries([...(await Promise.all(counted)), ['messages', await messagesOfLead()]]);
}

const messagesOfLead = async () => bodyOf(await api.get(`/records/lead/${lead.id}/messages`)).total;

type Case = [
  title: string,
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  body: unknown,
  status: number,
  field?: string,
];

const refused: Case[] = [
  ['an empty name', 'POST', '/records/lead', { name: '' }, 422, 'name'],
  ['a name of spaces', 'POST', '/records/contact', { name: '   ' }, 422, 'name'],
  ['no name at all', 'POST', '/records/sales_team', {}, 422, 'name'],
  ['a name of two lines', 'POST', '/records/contact', { name: injected }, 422, 'name'],
  ['a name with a NUL', 'POST', '/records/lead', { name: 'a\u0000b' }, 422, 'name'],
  ['a note with a NUL', 'POST', '/records/contact', { name: 'Nul', note: 'a\u0000b' }, 422],
  ['a message with a NUL', 'POST', '/records/lead/LEAD/messages', { body: 'a\u0000b', kind: 'note' }, 422],
  ['an endless name', 'POST', '/records/lead', { name: 'x'.repeat(201) }, 422, 'name'],
  ['a number for a name', 'POST', '/records/lead', { name: 7 }, 422, 'name'],
  ['an address that is none', 'POST', '/records/contact', { name: 'Nobody', email: 'nobody' }, 422, 'email'],
  [
    'two addresses where one goes',
    'POST',
    '/records/contact',
    { name: 'Two', email: 'a@x.example, b@x.example' },
    422,
    'email',
  ],
  [
    'an address of two lines',
    'POST',
    '/records/lead',
    { name: 'Two', emailFrom: 'a@x.example\nBcc: b@x.example' },
    422,
    'emailFrom',
  ],
  ['an unknown stage', 'POST', '/records/lead', { name: 'Stage', stage: 'sold' }, 422, 'stage'],
  ['a team that is not there', 'POST', '/records/lead', { name: 'Team', teamId: 999_999 }, 422, 'teamId'],
  ['a number beyond all numbers', 'POST', '/records/lead', { name: 'Team', teamId: 1e18 }, 422],
  ['an alias that is taken', 'POST', '/records/sales_team', { name: 'Asia', aliasLocalPart: 'Sales' }, 409],
  ['a taken alias of its own', 'POST', '/aliases', { localPart: 'sales', model: 'lead' }, 409],
  ['an alias that is the catchall', 'POST', '/aliases', { localPart: 'catchall', model: 'lead' }, 409],
  ['an alias for no model', 'POST', '/aliases', { localPart: 'zoo', model: 'unicorn' }, 422, 'model'],
  [
    'a subject with a header',
    'POST',
    '/records/lead/LEAD/messages',
    { body: 'Hi', subject: injected, to: [] },
    422,
    'subject',
  ],
  [
    'a recipient with a header',
    'POST',
    '/records/lead/LEAD/messages',
    { body: 'Hi', to: [{ email: 'a@x.example', name: injected }] },
    422,
  ],
  ['an unknown recipient', 'POST', '/records/lead/LEAD/messages', { body: 'Hi', to: [999_999] }, 422],
  [
    'a recipient without address',
    'POST',
    '/records/lead/LEAD/messages',
    { body: 'Hi', to: [{ email: 'nobody' }] },
    422,
  ],
  ['an empty message', 'POST', '/records/lead/LEAD/messages', { body: '  ' }, 422, 'body'],
  ['an unknown attachment', 'POST', '/records/lead/LEAD/messages', { body: 'Hi', attachments: [999_999] }, 422],
  ['a message on no document', 'POST', '/records/lead/999999/messages', { body: 'Hi' }, 404],
  ['a follower who is nobody', 'POST', '/records/lead/LEAD/followers', { contactId: 999_999 }, 422],
  ['a change of no document', 'PATCH', '/records/lead/999999', { name: 'x' }, 404],
  ['a document of no model', 'POST', '/records/unicorn', { name: 'x' }, 404],
  ['a document with no number', 'PATCH', '/records/lead/first', { name: 'x' }, 404],
  ['a number beyond the table', 'DELETE', '/records/lead/2147483648', undefined, 404],
  [
    'a mail with a header in its subject',
    'POST',
    '/emails',
    { to: 'a@x.example', subject: injected, text: 'x' },
    422,
    'subject',
  ],
  [
    'a mail with a header in its sender',
    'POST',
    '/emails',
    { from: `A\r\nBcc: b@x.example <a@x.example>`, to: 'a@x.example', text: 'x' },
    422,
    'from',
  ],
  [
    'a mail with a header in its reply address',
    'POST',
    '/emails',
    { to: 'a@x.example', replyTo: 'a@x.example\nX: y', text: 'x' },
    422,
    'replyTo',
  ],
  ['a mail to nobody', 'POST', '/emails', { to: [], text: 'x' }, 422, 'to'],
  ['a mail without a text', 'POST', '/emails', { to: 'a@x.example' }, 422],
  ['a mail by an unknown server', 'POST', '/emails', { to: 'a@x.example', text: 'x', serverId: 999_999 }, 404],
  ['a mail with an unknown file', 'POST', '/emails', { to: 'a@x.example', text: 'x', attachmentIds: [999_999] }, 422],
  ['a retry of no mail', 'POST', '/emails/999999/retry', {}, 404],
  [
    'a server that is a URL',
    'POST',
    '/outgoing-servers',
    { name: 'S', host: 'http://smtp.x.example/', encryption: 'none' },
    422,
    'host',
  ],
  [
    'a server in a denied network',
    'POST',
    '/outgoing-servers',
    { name: 'S', host: '169.254.169.254', encryption: 'none' },
    422,
    'host',
  ],
  [
    'a server with a port of its own',
    'POST',
    '/outgoing-servers',
    { name: 'S', host: 'x.example', port: 65_536 },
    422,
    'port',
  ],
  [
    'a mailbox in a denied network',
    'POST',
    '/incoming-servers',
    { name: 'S', host: '169.254.169.254', username: 'a', password: 'b' },
    422,
    'host',
  ],
  ['a loop limit of words', 'PUT', '/system-parameters/mail.gateway.loop.threshold', { value: 'many' }, 422],
  ['a catchall domain with a blank', 'PUT', '/system-parameters/mail.catchall.domain', { value: 'my company' }, 422],
  ['an email domain that is none', 'POST', '/alias-domains', { name: 'not a domain' }, 422, 'name'],
  ['a user without an address', 'POST', '/users', { name: 'Bob', email: 'bob' }, 422, 'email'],
  [
    'a user with a weak password',
    'POST',
    '/users',
    { name: 'Bob', email: 'bob@x.example', password: '1234' },
    422,
    'password',
  ],
  [
    'a second user with the same address',
    'POST',
    '/users',
    { name: 'Anna', email: 'ANNA@mycompany.example', password: 'correct horse battery' },
    409,
  ],
  ['a company without a name', 'POST', '/companies', { name: '' }, 422, 'name'],
  ['an action that is not there', 'POST', '/scheduled-actions/brew-coffee/run', {}, 404],
  ['an address that is not there', 'POST', '/coffee', {}, 404],
];

describe('what is wrong is refused in words, and leaves nothing behind', () => {
  test.for(refused)('%s', async ([_, method, path, body, status, field]) => {
    const before = await census();
    const text = body === undefined ? null : JSON.stringify(body);
    const place = path.replace('LEAD', String(lead.id));
    const answer = await api.raw(method, place, text, { 'content-type': 'application/json' });
    expectProblem(answer, status);
    if (field) expect(answer.body.errors?.map((error: Json) => error.path)).toContain(field);
    expect(await census()).toEqual(before);
  });

  test.each([
    ['broken JSON', '{"name": "Fifty', 'application/json'],
    ['a form', 'name=Fifty', 'application/x-www-form-urlencoded'],
    ['bytes', '\u0001\u0002\u0003', 'application/octet-stream'],
  ])('%s instead of JSON is malformed', async (_, body, type) => {
    const before = await census();
    expectProblem(await api.raw('POST', '/records/lead', body, { 'content-type': type }), 400);
    expect(await census()).toEqual(before);
  });

  test.each(['[]', 'null', '"text"', '7'])('JSON that is no object (%s) is not valid', async (body) => {
    expectProblem(await api.raw('POST', '/records/lead', body, { 'content-type': 'application/json' }), 422);
    expectProblem(await api.raw('POST', '/emails', body, { 'content-type': 'application/json' }), 422);
  });

  test('JSON of 3 MB is too large', async () => {
    expectProblem(await api.post('/records/lead', { name: 'x'.repeat(3_000_000) }), 413);
  });
});

describe('lists', () => {
  test.each([
    ['limit=0', 422],
    ['limit=201', 422],
    ['limit=ten', 422],
    ['offset=10001', 422],
    ['offset=-1', 422],
    ['cursor=nonsense', 422],
    ['sort=password', 400],
    ['colour=blue', 400],
    ['createdAt__like=2026', 400],
    ['id=one', 422],
    ['id=99999999999999999999', 422],
    ['q=%00', 422],
    ['id=%00', 422],
  ])('?%s is refused with %i in every list', async (query, status) => {
    const lists = ['/records/lead', '/records/contact', '/emails', '/incoming-mails', '/outgoing-servers'];
    for (const path of lists) expectProblem(await api.get(`${path}?${query}`), status);
  });

  test('a moment that is none is not valid', async () => {
    for (const path of ['/records/lead', '/records/contact', '/emails', '/outgoing-servers']) {
      expectProblem(await api.get(`${path}?createdAt__gte=soon`), 422);
    }
  });

  test('an unknown filter is answered with the names there are', async () => {
    const answer = await api.get('/emails?colour=blue');
    expect(answer.body.detail).toContain('failureType');
  });

  test.each(["' or 1=1 --", '%', '_', '\\', '"; drop table email; --', '\u{1F600}', 'x'.repeat(5000)])(
    'searching for %j finds what there is, which is nothing',
    async (words) => {
      const { items } = bodyOf(await api.get(`/records/lead?q=${encodeURIComponent(words)}`));
      expect(items).toEqual([]);
    },
  );
});

describe('keys', () => {
  test('without a key, with a wrong one, with half a one: 401', async () => {
    for (const key of [null, 'x'.repeat(40), 'key-of-the']) {
      expectProblem(await apiClient(running.product, key).get('/records/lead'), 401);
    }
  });

  test('a key does what its scopes say and grants no more than it holds', async () => {
    const { key } = bodyOf(await api.post('/api-keys', { name: 'Reader', scopes: ['records:read', 'api-keys:write'] }));
    const reader = apiClient(running.product, key);
    expect((await reader.get('/records/lead')).status).toBe(200);
    expectProblem(await reader.post('/records/lead', { name: 'x' }), 403);
    expectProblem(await reader.get('/emails'), 403);
    expectProblem(await reader.post('/api-keys', { name: 'More', scopes: ['*'] }), 403);
  });
});

describe('a user of another company', () => {
  let bob: ApiClient;

  beforeAll(async () => {
    const south = bodyOf(await api.post('/companies', { name: 'South' }));
    const account = { name: 'Bob', email: 'bob@south.example', password: 'a long enough passphrase' };
    bodyOf(await api.post('/users', { ...account, companyIds: [south.id] }));
    bob = apiClient(running.product, await signInForKey(running.product, account.email, account.password));
  });

  test('does not see our documents, nor whether there are any', async () => {
    const path = `/records/lead/${lead.id}`;
    const unknown = await bob.get('/records/lead/999999');
    const ours = await bob.get(path);
    expectProblem(ours, 404);
    expect(ours.body.detail.replaceAll(String(lead.id), 'N')).toBe(unknown.body.detail.replaceAll('999999', 'N'));
    expect(bodyOf(await bob.get('/records/lead')).total).toBe(0);
    expectProblem(await bob.get(`${path}/messages`), 404);
    expectProblem(await bob.get(`${path}/followers`), 404);
    expectProblem(await bob.get(`${path}/attachments`), 404);
  });

  test('does not change them', async () => {
    const before = await census();
    const path = `/records/lead/${lead.id}`;
    expectProblem(await bob.patch(path, { name: 'Mine now' }), 404);
    expectProblem(await bob.remove(path), 404);
    expectProblem(await bob.post(`${path}/messages`, { body: 'Hello' }), 404);
    expectProblem(await bob.post(`${path}/followers`, { email: 'bob@south.example' }), 404);
    expectProblem(await bob.post('/records/lead', { name: 'In your team', teamId: team.id }), 422);
    await bob.patch('/records/lead', { ids: [lead.id], change: { stage: 'lost' } });
    expect(bodyOf(await api.get(path))).toMatchObject({ name: 'Fifty chairs', stage: lead.stage });
    expect(await census()).toEqual(before);
  });

  test('makes nobody an administrator, least of all himself', async () => {
    const account = { name: 'Eve', email: 'eve@south.example', role: 'administrator' };
    expectProblem(await bob.post('/users', account), 403);
    const [self] = bodyOf(await api.get('/users?email=bob@south.example')).items;
    expectProblem(await bob.patch(`/users/${self.id}`, { role: 'administrator' }), 403);
    expectProblem(await bob.put('/system-parameters/mail.bounce.alias', { value: 'x' }), 403);
  });

  test('does not read our files', async () => {
    const headers = { 'content-disposition': 'attachment; filename="plan.txt"' };
    const file = bodyOf(await api.raw('POST', `/attachments?model=lead&recordId=${lead.id}`, 'secret', headers));
    expectProblem(await bob.get(`/attachments/${file.id}`), 404);
    expectProblem(await bob.get(`/attachments/${file.id}/content`), 404);
    expectProblem(await bob.post('/records/lead', { name: '' }), 422);
  });

  test.each([
    '/emails',
    '/incoming-mails',
    '/outgoing-servers',
    '/incoming-servers',
    '/users',
    '/audit',
    '/sandbox/messages',
  ])('is told that %s is for administrators', async (path) => expectProblem(await bob.get(path), 403));
});

describe('names with markup', () => {
  test('are names: kept as they are, escaped in the mail', async () => {
    const named = bodyOf(await api.post('/records/lead', { name: `${script} & "Söhne"`, teamId: team.id }));
    expect(named.name).toBe(`${script} & "Söhne"`);
    const body = `Hello ${script}<img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>`;
    const path = `/records/lead/${named.id}/messages`;
    const message = bodyOf(await api.post(path, { body: `<p>${body}</p>`, to: [mary.id] }));
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
    const path = `/attachments?model=lead&recordId=${lead.id}`;
    const before = bodyOf(await api.get(`/records/lead/${lead.id}/attachments`)).items;
    expectProblem(await api.raw('POST', path, new Uint8Array(50_000_000), headers), 413);
    expect(bodyOf(await api.get(`/records/lead/${lead.id}/attachments`)).items).toEqual(before);
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
    const before = await census();
    expectProblem(await api.gateway(Buffer.concat([sampleMail(), Buffer.alloc(53_500_000, 'a')])), 413);
    expect(await census()).toEqual(before);
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
    expect(Date.now() - since).toBeLessThan(15_000);
    expect(answer.outcome).toMatch(/^\w+$/);
    expect(sha256(await api.download(`/incoming-mails/${answer.id}/eml`))).toBe(sha256(raw));
    const stored = bodyOf(await api.get(`/incoming-mails/${answer.id}`));
    expect(stored.outcome).toBe(answer.outcome);
    expect(stored.outcome === 'failed' ? stored.reason : 'fine').toBeTruthy();
    expect((await fetch(`http://127.0.0.1:${running.product.port}/api/health`)).status).toBe(200);
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
