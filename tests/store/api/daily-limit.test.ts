import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi } from './open-api.ts';

let api: Awaited<ReturnType<typeof openApi>>;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

test('without a limit the answer says so, and when the count begins anew', async () => {
  const { status, body } = await api.ask('GET', '/daily-limit');
  expect(status).toBe(200);
  expect(body).toMatchObject({ limit: null, used: 0, stopped: 0, level: 'fine', fixedBy: null });
  expect(body.resetAt).toMatch(/T23:00:00\.000Z$/);
});

test('everybody who signs in reads the limit; only administrators ask for more and retry', async () => {
  await api.ask('PUT', '/system-parameters/mail.daily.limit', { body: { value: 10 } });
  const { employee: key } = api;
  expect((await api.ask('GET', '/daily-limit', { key })).body).toMatchObject({ limit: 10, used: 0 });
  expect((await api.ask('GET', '/daily-limit/higher-limit-request', { key })).status).toBe(403);
  expect((await api.ask('POST', '/daily-limit/retry', { key })).status).toBe(403);
  expect((await api.ask('POST', '/users/notification', { key, body: { notification: 'inbox' } })).status).toBe(403);
  expect((await api.ask('GET', '/daily-limit/higher-limit-request')).body).toMatchObject({ limit: 10, users: 2 });
  expect((await api.ask('POST', '/daily-limit/retry')).body).toEqual({ retried: 0, more: false });
});

test('a server shows what is used of its quota', async () => {
  const server = { name: 'Own', host: '127.0.0.1', port: 2525, authentication: 'none', perMinuteLimit: 5 };
  const made = await api.ask('POST', '/outgoing-servers', { body: server });
  expect(made.body).toMatchObject({ perMinuteLimit: 5, usage: { minute: 0, day: 0 } });
  expect((await api.ask('GET', '/outgoing-servers')).body.items[0]).toMatchObject({ usage: { minute: 0, day: 0 } });
});
