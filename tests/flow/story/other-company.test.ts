import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiClient, apiClient, bodyOf, signInForKey } from '../../setup/api-client.ts';
import { census, expectProblem, type StoryCompany, startStoryCompany } from '../../setup/story-company.ts';

let company: StoryCompany;
let api: ApiClient;

beforeAll(async () => {
  company = await startStoryCompany();
  api = company.api;
}, 320_000);
afterAll(() => company?.running.stop());

describe('a user of another company', () => {
  let bob: ApiClient;

  beforeAll(async () => {
    const south = bodyOf(await api.post('/companies', { name: 'South' }));
    const account = { name: 'Bob', email: 'bob@south.example', password: 'a long enough passphrase' };
    bodyOf(await api.post('/users', { ...account, companyIds: [south.id] }));
    bob = apiClient(
      company.running.product,
      await signInForKey(company.running.product, account.email, account.password),
    );
  });

  test('does not see our documents, nor whether there are any', async () => {
    const path = `/records/lead/${company.lead.id}`;
    const unknown = await bob.get('/records/lead/999999');
    const ours = await bob.get(path);
    expectProblem(ours, 404);
    expect(ours.body.detail.replaceAll(String(company.lead.id), 'N')).toBe(
      unknown.body.detail.replaceAll('999999', 'N'),
    );
    expect(bodyOf(await bob.get('/records/lead')).total).toBe(0);
    expectProblem(await bob.get(`${path}/messages`), 404);
    expectProblem(await bob.get(`${path}/followers`), 404);
    expectProblem(await bob.get(`${path}/attachments`), 404);
  });

  test('does not change them', async () => {
    const before = await census(company);
    const path = `/records/lead/${company.lead.id}`;
    expectProblem(await bob.patch(path, { name: 'Mine now' }), 404);
    expectProblem(await bob.remove(path), 404);
    expectProblem(await bob.post(`${path}/messages`, { body: 'Hello' }), 404);
    expectProblem(await bob.post(`${path}/followers`, { email: 'bob@south.example' }), 404);
    expectProblem(await bob.post('/records/lead', { name: 'In your team', teamId: company.team.id }), 422);
    await bob.patch('/records/lead', { ids: [company.lead.id], change: { stage: 'lost' } });
    expect(bodyOf(await api.get(path))).toMatchObject({ name: 'Fifty chairs', stage: company.lead.stage });
    expect(await census(company)).toEqual(before);
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
    const file = bodyOf(
      await api.raw('POST', `/attachments?model=lead&recordId=${company.lead.id}`, 'secret', headers),
    );
    expectProblem(await bob.get(`/attachments/${file.id}`), 404);
    expectProblem(await bob.get(`/attachments/${file.id}/content`), 404);
    expectProblem(await bob.post('/records/lead', { name: '' }), 422);
  });

  test.each(['/emails', '/incoming-mails', '/outgoing-servers', '/incoming-servers', '/audit', '/sandbox/messages'])(
    'is told that %s is for administrators',
    async (path) => expectProblem(await bob.get(path), 403),
  );
});
