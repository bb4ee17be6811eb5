import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi } from './open-api.ts';

let api: Awaited<ReturnType<typeof openApi>>;
let path = '';
beforeAll(async () => {
  api = await openApi();
  const body = { name: 'Sales', host: '127.0.0.1', port: 1, encryption: 'none', username: 'Sales@MyCompany.example' };
  const made = await api.ask('POST', '/incoming-servers', { body: { ...body, password: 'hush-hush' } });
  expect(made.status).toBe(201);
  path = `/incoming-servers/${made.body.id}`;
});
afterAll(() => api.close());

test('a new mailbox is not confirmed, and its address is proposed from the user name', async () => {
  const { body } = await api.ask('GET', path);
  expect(body).toMatchObject({
    state: 'draft',
    address: 'sales@mycompany.example',
    folder: 'INBOX',
    lastFetchAt: null,
  });
  expect(JSON.stringify(body)).not.toContain('hush-hush');
});

test('it is not fetched before it is confirmed', async () => {
  const refused = await api.ask('POST', `${path}/fetch`);
  expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining('Test & Confirm') } });
});

test('a test that fails names the step, says what to do, and confirms nothing', async () => {
  const { body } = await api.ask('POST', `${path}/confirm`);
  expect(body.ok).toBe(false);
  expect(body.steps.at(-1)).toMatchObject({ step: 'tcp', ok: false, hint: expect.stringMatching(/port/) });
  expect((await api.ask('GET', path)).body.state).toBe('draft');
});

test('a server that mails are handed to needs no connection, and loses its confirmation by a reset', async () => {
  const { body: made } = await api.ask('POST', '/incoming-servers', { body: { name: 'Postfix', type: 'push' } });
  const pushed = `/incoming-servers/${made.id}`;
  expect((await api.ask('POST', `${pushed}/confirm`)).body).toEqual({ ok: true, steps: [] });
  expect((await api.ask('GET', pushed)).body.state).toBe('confirmed');
  expect((await api.ask('POST', `${pushed}/reset`)).body.state).toBe('draft');
});

test('the books are empty before the first fetch, and gone with the server', async () => {
  expect((await api.ask('GET', `${path}/ledger`)).body).toEqual({ folders: [] });
  expect((await api.ask('DELETE', path)).status).toBe(204);
  expect((await api.ask('GET', `${path}/ledger`)).status).toBe(404);
});

test('a POP3 mailbox deletes what it fetched unless it is told to leave it', async () => {
  const body = { name: 'Old', type: 'pop3', host: '127.0.0.1', username: 'old' };
  const { body: made } = await api.ask('POST', '/incoming-servers', { body });
  expect(made).toMatchObject({ type: 'pop3', port: 995, leaveOnServer: false });
  const { body: changed } = await api.ask('PATCH', `/incoming-servers/${made.id}`, { body: { leaveOnServer: true } });
  expect(changed).toMatchObject({ leaveOnServer: true, state: 'draft' });
  expect((await api.ask('GET', `/incoming-servers/${made.id}/ledger`)).body).toEqual({ folders: [] });
});

test('ordinary users neither see nor touch mailboxes', async () => {
  const key = api.employee;
  for (const [method, address] of [
    ['GET', '/incoming-servers'],
    ['POST', `${path}/fetch`],
    ['POST', `${path}/confirm`],
    ['DELETE', path],
  ] as const) {
    expect((await api.ask(method, address, { key })).status, `${method} ${address}`).toBe(403);
  }
});
