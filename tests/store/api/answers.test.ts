import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Asked, openApi } from './open-api.ts';

let api: Awaited<ReturnType<typeof openApi>>;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

describe('who may ask', () => {
  const refusals: [string, string, string, Asked, number][] = [
    ['an unknown key', 'GET', '/blacklist', { key: 'pw_this-key-was-never-given-out-by-anybody' }, 401],
    ['a key that is cut short', 'GET', '/blacklist', { key: 'short' }, 401],
    ['another kind of authorization', 'GET', '/blacklist', { headers: { authorization: 'Basic YTpi' } }, 401],
    ['an ordinary user', 'GET', '/outgoing-servers', {}, 403],
  ];
  for (const [who, method, path, asked, status] of refusals) {
    test(`${who} gets ${status} as problem+json`, async () => {
      const found = await api.ask(method, path, status === 403 ? { ...asked, key: api.employee } : asked);
      expect(found.status).toBe(status);
      expect(found.headers.get('content-type')).toBe('application/problem+json');
      expect(found.body).toMatchObject({ status, type: expect.any(String), title: expect.any(String) });
      expect(found.body.detail).toMatch(/\.$/);
    });
  }

  test('a key does what its scopes say, and no more', async () => {
    expect((await api.ask('GET', '/blacklist', { key: api.reader })).status).toBe(200);
    const refused = await api.ask('POST', '/blacklist', { key: api.reader, body: { email: 'a@x.example' } });
    expect(refused).toMatchObject({ status: 403, body: { detail: expect.stringContaining('blacklist:write') } });
  });

  test('a revoked key is refused from the next request on', async () => {
    const { body: made } = await api.ask('POST', '/api-keys', {
      body: { name: 'Short-lived', scopes: ['alerts:read'] },
    });
    expect((await api.ask('GET', '/alerts', { key: made.key })).status).toBe(200);
    expect((await api.ask('DELETE', `/api-keys/${made.id}`)).status).toBe(204);
    expect((await api.ask('GET', '/alerts', { key: made.key })).status).toBe(401);
  });

  test('the list of keys never shows one', async () => {
    const { body } = await api.ask('GET', '/api-keys');
    expect(JSON.stringify(body)).not.toContain(api.administrator.slice(8));
  });
});

describe('what cannot be answered', () => {
  const beyond = (target: object) => ({ action: 'cancel', target, cursor: '9999999999-9999999999' });
  const refusals: [string, string, string, Asked, number, RegExp][] = [
    ['an unknown address', 'GET', '/nothing-here', {}, 404, /no such address/],
    ['a method the address does not know', 'PUT', '/blacklist', {}, 404, /GET, POST/],
    ['an id that does not exist', 'GET', '/blacklist/4711', {}, 404, /4711/],
    ['an id that is no number', 'GET', '/blacklist/first', {}, 404, /first/],
    ['an id beyond all numbers', 'GET', '/blacklist/99999999999', {}, 404, /no record/],
    ['ids beyond all numbers', 'POST', '/emails/bulk', { body: beyond({ ids: [99999999999] }) }, 422, /larger/],
    ['a cursor beyond all numbers', 'POST', '/emails/bulk', { body: beyond({ query: {} }) }, 422, /larger/],
    ['JSON that is none', 'POST', '/blacklist', { raw: '{"email":' }, 400, /JSON/],
    ['a body that is too large', 'POST', '/blacklist', { raw: `"${'x'.repeat(2_000_001)}"` }, 413, /2 MB/],
    ['a missing field', 'POST', '/blacklist', { body: {} }, 422, /email/],
    ['an unknown field', 'POST', '/blacklist', { body: { email: 'a@x.example', why: 1 } }, 422, /why/],
    ['an unknown filter', 'GET', '/blacklist?colour=red', {}, 400, /email, active, createdAt/],
    ['an unknown order', 'GET', '/blacklist?sort=colour', {}, 400, /updatedAt/],
    ['a limit of nothing', 'GET', '/blacklist?limit=0', {}, 422, /1 to 200/],
    ['a limit above 200', 'GET', '/blacklist?limit=201', {}, 422, /1 to 200/],
    ["a cursor that is not the list's", 'GET', '/blacklist?cursor=abc', {}, 422, /cursor/],
    ['a filter value of another type', 'GET', '/blacklist?createdAt__gte=2026-13-45', {}, 422, /ISO 8601/],
    [
      'a parameter value that breaks its rule',
      'PUT',
      '/system-parameters/mail.gateway.loop.minutes',
      { body: { value: 'soon' } },
      422,
      /\w/,
    ],
    ['an unknown parameter', 'GET', '/system-parameters/never.heard.of', {}, 404, /never.heard.of/],
  ];
  for (const [what, method, path, asked, status, words] of refusals) {
    test(`${what}: ${status}`, async () => {
      const found = await api.ask(method, path, asked);
      expect(found.status).toBe(status);
      expect(found.body.detail).toMatch(words);
    });
  }

  test('a body without a length is read no further than the limit', async () => {
    let sent = 0;
    const raw = new ReadableStream<Uint8Array>({
      pull: (body) => (sent++ < 100 ? body.enqueue(new Uint8Array(100_000).fill(32)) : body.close()),
    });
    expect((await api.ask('POST', '/emails', { raw })).status).toBe(413);
    expect(sent).toBeLessThan(30);
  });

  test('a fault names its field', async () => {
    const { body } = await api.ask('POST', '/users', { body: { name: 'No Address', email: 'nowhere' } });
    expect(body.errors).toEqual([{ path: 'email', message: expect.stringContaining('email address') }]);
  });

  test('the address of somebody else is a conflict', async () => {
    const input = { name: 'Second Ben', email: 'Ben@MyCompany.example', password: 'a long enough password 1' };
    expect((await api.ask('POST', '/users', { body: input })).status).toBe(409);
  });

  test('deleting a domain in use is a conflict that names the uses', async () => {
    const { body } = await api.ask('GET', '/alias-domains');
    const found = await api.ask('DELETE', `/alias-domains/${body.items[0].id}`);
    expect(found).toMatchObject({ status: 409, body: { detail: expect.stringContaining('My Company') } });
  });
});

describe('what is created, read, changed and removed', () => {
  test('a blacklist entry', async () => {
    const made = await api.ask('POST', '/blacklist', { body: { email: 'Zoe <Zoe@x.example>', reason: 'Asked' } });
    expect(made).toMatchObject({ status: 201, body: { email: 'zoe@x.example', active: true } });
    const path = `/blacklist/${made.body.id}`;
    expect((await api.ask('PATCH', path, { body: { reason: 'Asked twice' } })).body.reason).toBe('Asked twice');
    expect((await api.ask('DELETE', path)).status).toBe(204);
    expect((await api.ask('GET', path)).body.active).toBe(false);
    expect((await api.ask('GET', '/blacklist?email=zoe@x.example')).body.total).toBe(0);
  });

  test('an outgoing server, whose password is never given out again', async () => {
    const input = {
      name: 'Relay',
      host: '127.0.0.1',
      port: 1,
      encryption: 'none',
      username: 'me',
      password: 'hush-hush',
    };
    const made = await api.ask('POST', '/outgoing-servers', { body: input });
    expect(made).toMatchObject({ status: 201, body: { port: 1, encryption: 'none', active: true } });
    const path = `/outgoing-servers/${made.body.id}`;
    const changed = await api.ask('PATCH', path, { body: { priority: 3 } });
    const audit = await api.ask('GET', `/audit?targetType=outgoing-server&targetId=${made.body.id}`);
    expect(audit.body.total).toBe(2);
    for (const shown of [made, changed, await api.ask('GET', path), audit]) {
      expect(JSON.stringify(shown.body)).not.toContain('hush-hush');
    }
    const tested = await api.ask('POST', `${path}/test`);
    expect(tested.body.ok).toBe(false);
    expect(tested.body.steps.map(({ step, ok }: { step: string; ok: boolean }) => [step, ok])).toEqual([
      ['dns', true],
      ['tcp', false],
    ]);
    expect((await api.ask('DELETE', path)).status).toBe(204);
    expect((await api.ask('GET', path)).status).toBe(404);
  });

  test('a system parameter goes back to its default', async () => {
    const path = '/system-parameters/mail.gateway.loop.threshold';
    expect((await api.ask('PUT', path, { body: { value: 7 } })).body).toMatchObject({ value: '7', isDefault: false });
    expect((await api.ask('DELETE', path)).status).toBe(204);
    expect((await api.ask('GET', path)).body).toMatchObject({ value: '20', isDefault: true });
  });

  test('a company and a user in it', async () => {
    const company = await api.ask('POST', '/companies', { body: { name: 'Northern Branch' } });
    expect(company.status).toBe(201);
    const body = {
      name: 'Nora',
      email: 'nora@mycompany.example',
      password: 'a long enough password 1',
      companyIds: [company.body.id],
    };
    const user = await api.ask('POST', '/users', { body });
    expect(user).toMatchObject({ status: 201, body: { companyIds: [company.body.id], role: 'user', invited: false } });
    expect((await api.ask('PATCH', `/users/${user.body.id}`, { body: { active: false } })).body.active).toBe(false);
  });
});

test('contacts are the rows of records/contact under a name of their own', async () => {
  const made = await api.ask('POST', '/contacts', { body: { name: 'Mary Lind', email: 'mary@customer.example' } });
  expect(made).toMatchObject({ status: 201, body: { name: 'Mary Lind', bounceCount: 0, blacklisted: false } });
  const address = `/contacts/${made.body.id}`;
  expect((await api.ask('PATCH', address, { body: { name: 'Mary L.' } })).body.name).toBe('Mary L.');
  expect((await api.ask('GET', `/records/contact/${made.body.id}`)).body).toMatchObject({ name: 'Mary L.' });
  expect((await api.ask('GET', '/contacts?q=mary')).body.items).toHaveLength(1);
  expect((await api.ask('DELETE', address)).status).toBe(204);
  expect((await api.ask('GET', address)).status).toBe(404);
});
