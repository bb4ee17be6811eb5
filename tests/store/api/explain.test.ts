import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi } from './open-api.ts';

let api: Awaited<ReturnType<typeof openApi>>;
const ids: Record<string, number> = {};

beforeAll(async () => {
  api = await openApi();
  const second = await api.ask('POST', '/alias-domains', { body: { name: 'second.example', defaultFrom: 'hello' } });
  const company = await api.ask('POST', '/companies', { body: { name: 'Second', aliasDomainId: second.body.id } });
  ids.second = company.body.id;
  const server = { host: '127.0.0.1', encryption: 'none' };
  for (const [key, values] of Object.entries({
    ours: { name: 'Ours', fromFilter: 'mycompany.example, second.example', priority: 5 },
    open: { name: 'Open', fromFilter: null, priority: 1 },
    shop: { name: 'Shop', fromFilter: 'shop.example', priority: 9 },
    old: { name: 'Old', active: false },
  })) {
    const { body } = await api.ask('POST', '/outgoing-servers', { body: { ...server, ...values } });
    ids[key] = body.id;
  }
});
afterAll(() => api.close());

const explain = (body: object) => api.ask('POST', '/outgoing/explain', { body });

test('It answers with everything the decision is made of', async () => {
  const { status, body } = await explain({ from: 'Ann <ann@second.example>' });
  expect(status).toBe(200);
  expect(Object.keys(body).sort()).toEqual(
    [
      'candidates',
      'dmarc',
      'envelopeFrom',
      'headerFrom',
      'replyTo',
      'rewritten',
      'rule',
      'serverId',
      'serverName',
      'trace',
      'warning',
    ].sort(),
  );
  expect(body).toMatchObject({ serverId: ids.ours, serverName: 'Ours', rewritten: false, warning: null, dmarc: null });
  expect(body.candidates.map(({ id, admits }: { id: number; admits: boolean }) => [id, admits])).toEqual([
    [ids.open, true],
    [ids.ours, true],
    [ids.shop, false],
  ]);
  for (const line of body.trace) {
    expect(line).toEqual({
      rule: expect.any(String),
      matched: expect.any(Boolean),
      detail: expect.stringMatching(/\.$/),
    });
  }
});

test('A company lends its own default From and bounce address', async () => {
  const first = await explain({ from: null });
  expect(first.body).toMatchObject({
    headerFrom: 'notifications@mycompany.example',
    envelopeFrom: 'bounce@mycompany.example',
  });
  const second = await explain({ from: null, companyId: ids.second });
  expect(second.body).toMatchObject({ headerFrom: 'hello@second.example', envelopeFrom: 'bounce@second.example' });
  const bound = await explain({ from: 'Mary <mary@partner.example>', companyId: ids.second, serverId: ids.shop });
  expect(bound.body).toMatchObject({
    headerFrom: '"Mary" <hello@shop.example>',
    envelopeFrom: 'hello@shop.example',
    replyTo: '"Mary" <mary@partner.example>',
    warning: expect.stringContaining('shop.example'),
  });
});

test.each([
  ['an unknown server', () => ({ from: null, serverId: 999_999 }), 404, /999999/],
  ['an archived server', () => ({ from: null, serverId: ids.old }), 409, /archived/],
  ['several authors', () => ({ from: 'a@mycompany.example, b@mycompany.example' }), 422, /several addresses/],
  ['a From that is none', () => ({ from: 'robert' }), 422, /not a valid email address/],
  ['no From at all', () => ({}), 422, /from/],
])('It refuses %s', async (_, body, status, words) => {
  const found = await explain(body());
  expect(found.status).toBe(status);
  expect(JSON.stringify(found.body)).toMatch(words);
});

test('A full default From is used for the whole company, and the server is chosen for it', async () => {
  const { body: domains } = await api.ask('GET', '/alias-domains');
  const second = domains.items.find(({ name }: { name: string }) => name === 'second.example');
  await api.ask('PATCH', `/alias-domains/${second.id}`, { body: { defaultFrom: 'box@shop.example' } });
  const { body } = await explain({ from: 'Ann <ann@mycompany.example>', companyId: ids.second });
  expect(body).toMatchObject({ serverName: 'Shop', headerFrom: '"Ann" <box@shop.example>', rewritten: true });
  const other = await explain({ from: 'Ann <ann@mycompany.example>' });
  expect(other.body).toMatchObject({ serverName: 'Ours', rewritten: false });
});
