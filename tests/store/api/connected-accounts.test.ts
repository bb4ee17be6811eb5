import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi } from './open-api.ts';

let api: Awaited<ReturnType<typeof openApi>>;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

const mailbox = {
  name: 'Mailbox',
  host: 'smtp.gmail.com',
  authentication: 'oauth2',
  username: 'anna@mycompany.example',
};

test('a server with a connected account is created, and its consent begins at the provider', async () => {
  const made = await api.ask('POST', '/outgoing-servers', { body: mailbox });
  expect(made).toMatchObject({ status: 201, body: { authentication: 'oauth2', oauthProvider: 'google', oauth: null } });
  const path = `/outgoing-servers/${made.body.id}/oauth`;
  const tooEarly = await api.ask('POST', path);
  expect(tooEarly).toMatchObject({
    status: 409,
    body: { detail: expect.stringMatching(/not registered with Google/) },
  });
  await api.ask('PUT', '/system-parameters/mail.oauth.google.client_id', { body: { value: '12-ab.example' } });
  const secret = await api.ask('PUT', '/system-parameters/mail.oauth.google.client_secret', {
    body: { value: 'GOCSPX-1' },
  });
  expect(secret.body).toMatchObject({ isSecret: true, value: null, type: 'secret' });
  const begun = await api.ask('POST', path);
  expect(begun.status).toBe(200);
  const { host, searchParams } = new URL(begun.body.url);
  expect(host).toBe('accounts.google.com');
  expect(Object.fromEntries(searchParams)).toMatchObject({
    client_id: '12-ab.example',
    response_type: 'code',
    code_challenge_method: 'S256',
    access_type: 'offline',
    prompt: 'consent',
    login_hint: 'anna@mycompany.example',
    scope: 'https://mail.google.com/ openid email profile',
  });
  expect(await api.ask('DELETE', path)).toMatchObject({ status: 404 });
  expect(await api.ask('POST', path, { key: api.employee })).toMatchObject({ status: 403 });
});

test('OAuth wants a user name, a checked encryption and the host of its provider', async () => {
  const wrong = { username: null, encryption: 'none', host: 'smtp.mycompany.example' };
  for (const [field, value] of Object.entries(wrong)) {
    const body = { ...mailbox, oauthProvider: 'google', [field]: value };
    const { status, body: problem } = await api.ask('POST', '/outgoing-servers', { body });
    expect({ status, paths: problem.errors.map(({ path }: { path: string }) => path) }).toEqual({
      status: 422,
      paths: [field],
    });
  }
});

test('one call sends everything From the address of the account', async () => {
  const { body } = await api.ask('POST', '/outgoing-servers', { body: mailbox });
  const answer = await api.ask('POST', `/outgoing-servers/${body.id}/send-everything-from`);
  expect(answer.body).toEqual({ address: 'anna@mycompany.example' });
  const parameter = await api.ask('GET', '/system-parameters/mail.default.from');
  expect(parameter.body.value).toBe('anna@mycompany.example');
});

test('a key for servers alone does not change From of everything', async () => {
  const { body } = await api.ask('POST', '/outgoing-servers', { body: mailbox });
  const made = await api.ask('POST', '/api-keys', { body: { name: 'Servers', scopes: ['outgoing-servers:write'] } });
  const refused = await api.ask('POST', `/outgoing-servers/${body.id}/send-everything-from`, { key: made.body.key });
  expect(refused).toMatchObject({ status: 403, body: { detail: expect.stringContaining('system-parameters:write') } });
});
