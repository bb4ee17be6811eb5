import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiClient, apiClient, bodyOf, type Json } from '../../setup/api-client.ts';
import { census, expectProblem, type StoryCompany, startStoryCompany } from '../../setup/story-company.ts';
import { refusedRequests } from './refused-requests.ts';

let company: StoryCompany;
let api: ApiClient;

beforeAll(async () => {
  company = await startStoryCompany();
  api = company.api;
}, 320_000);
afterAll(() => company?.running.stop());

describe('what is wrong is refused in words, and leaves nothing behind', () => {
  test.for(refusedRequests)('%s', async ([_, method, path, body, status, field]) => {
    const before = await census(company);
    const text = body === undefined ? null : JSON.stringify(body);
    const place = path.replace('LEAD', String(company.lead.id));
    const answer = await api.raw(method, place, text, { 'content-type': 'application/json' });
    expectProblem(answer, status);
    if (field) expect(answer.body.errors?.map((error: Json) => error.path)).toContain(field);
    expect(await census(company)).toEqual(before);
  });

  test.each([
    ['broken JSON', '{"name": "Fifty', 'application/json'],
    ['a form', 'name=Fifty', 'application/x-www-form-urlencoded'],
    ['bytes', '\u0001\u0002\u0003', 'application/octet-stream'],
  ])('%s instead of JSON is malformed', async (_, body, type) => {
    const before = await census(company);
    expectProblem(await api.raw('POST', '/records/lead', body, { 'content-type': type }), 400);
    expect(await census(company)).toEqual(before);
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
      expectProblem(await apiClient(company.running.product, key).get('/records/lead'), 401);
    }
  });

  test('a key does what its scopes say and grants no more than it holds', async () => {
    const { key } = bodyOf(await api.post('/api-keys', { name: 'Reader', scopes: ['records:read', 'api-keys:write'] }));
    const reader = apiClient(company.running.product, key);
    expect((await reader.get('/records/lead')).status).toBe(200);
    expectProblem(await reader.post('/records/lead', { name: 'x' }), 403);
    expectProblem(await reader.get('/emails'), 403);
    expectProblem(await reader.post('/api-keys', { name: 'More', scopes: ['*'] }), 403);
  });
});
