import { describe, expect, it } from 'vitest';
import { beginConsent } from '#lib/mail/servers/oauth/begin-consent.ts';
import { saveOauthSetup } from '#lib/mail/servers/oauth/save-oauth-setup.ts';
import { readOutgoingServer } from '#lib/mail/servers/read-outgoing-server.ts';
import { saveOutgoingServer } from '#lib/mail/servers/save-outgoing-server.ts';
import {
  account,
  addServer,
  anna,
  ben,
  comeBack,
  connected,
  consent,
  grantOf,
  oauth,
  openOauthRoom,
  t,
} from '../../setup/oauth-room.ts';

openOauthRoom();

it.each([
  ['the person refuses', { refuse: { error: 'access_denied' } }, /permission was refused/],
  [
    'the organisation wants its administrator',
    { refuse: { error: 'access_denied', description: 'AADSTS90094: The grant requires admin permission.' } },
    /administrator of the organisation .* must approve/,
  ],
  [
    'another account consents',
    { account: 'mary@customer.example' },
    /mary@customer\.example consented .* signs in as anna/,
  ],
  ['there is no refresh token', { withholdRefreshToken: true }, /no refresh token/],
  ['the permission for mail was unticked', { scope: 'openid email' }, /without the permission for its mail/],
  ['the provider is away', { outage: 500 }, /just now/],
])('says so on the server, and connects nothing, when %s', async (_what, script, words) => {
  const id = await addServer('microsoft');
  oauth.script = script;
  const outcome = await consent(id);
  expect(outcome).toMatchObject({ ok: false, owner: { direction: 'outgoing', serverId: id } });
  expect(outcome.message).toMatch(words);
  expect((await readOutgoingServer(anna, id)).oauth).toBeNull();
});

it('takes the permission under the short name Microsoft may give it', async () => {
  const id = await addServer('microsoft');
  oauth.script = { scope: 'SMTP.Send openid email' };
  expect(await consent(id)).toMatchObject({ ok: true });
});

it('says that client ID and secret are wrong', async () => {
  const id = await addServer('google');
  await saveOauthSetup(anna, { provider: 'google', clientId: oauth.clientId, clientSecret: 'wrong' });
  expect((await consent(id)).message).toMatch(/does not accept the client ID and secret/);
  await saveOauthSetup(anna, { provider: 'google', clientId: oauth.clientId, clientSecret: oauth.clientSecret });
});

it('finishes a consent once, for the administrator who began it, within 10 minutes', async () => {
  const id = await addServer('google');
  const { url } = await beginConsent(anna, { direction: 'outgoing', serverId: id });
  const query = await oauth.consent(url);
  expect(await comeBack(query, ben)).toMatchObject({ ok: false, owner: null });
  expect(await comeBack(new URLSearchParams({ state: 'made-up', code: 'x' }))).toMatchObject({
    ok: false,
    owner: null,
  });
  expect(await comeBack(query)).toMatchObject({ ok: true });
  expect(await comeBack(query)).toMatchObject({ ok: false, owner: null });
  const late = await oauth.consent((await beginConsent(anna, { direction: 'outgoing', serverId: id })).url);
  const after = { ...anna, now: () => new Date(Date.now() + 11 * 60_000) };
  expect(await comeBack(late, after)).toMatchObject({ ok: false, message: expect.stringMatching(/10 minutes/) });
  const user = t.as({ userId: 3, role: 'user' });
  await expect(comeBack(query, user)).rejects.toMatchObject({ code: 'forbidden' });
});

it.each([
  ['the host', { host: 'localhost' }],
  ['the user name', { username: 'office@mycompany.example' }],
  ['the provider', { oauthProvider: 'google' as const }],
  ['the way of signing in', { authentication: 'none' as const }],
])('wipes the tokens when %s changes', async (_what, change) => {
  const id = await connected('microsoft');
  await saveOutgoingServer(anna, { id, priority: 3 });
  expect(await grantOf(id)).toBeDefined();
  await saveOutgoingServer(anna, { id, ...change });
  expect(await grantOf(id)).toBeUndefined();
});

describe('Without a stand-in for the provider', () => {
  const real = () => ({ ...anna, env: { ...anna.env, oauthGoogleUrl: undefined, oauthMicrosoftUrl: undefined } });
  const server = { name: 'Mailbox', authentication: 'oauth2' as const, username: account };

  it.each([
    ['host', { host: '127.0.0.1', oauthProvider: 'google' as const }],
    ['host', { host: 'smtp.office365.com', oauthProvider: 'google' as const }],
    ['oauthProvider', { host: 'smtp.mycompany.example' }],
    ['username', { host: 'smtp.gmail.com', username: 'anna' }],
    ['username', { host: 'smtp.gmail.com', username: null }],
    ['encryption', { host: 'smtp.gmail.com', encryption: 'none' as const }],
    ['encryption', { host: 'smtp.gmail.com', encryption: 'starttls' as const }],
  ])('a server with OAuth is refused for its %s', async (path, wrong) => {
    const errors = [expect.objectContaining({ path })];
    await expect(saveOutgoingServer(real(), { ...server, ...wrong })).rejects.toMatchObject({ details: { errors } });
  });

  it('the provider follows from its host, and tokens never leave for another one', async () => {
    const saved = await saveOutgoingServer(real(), { ...server, host: 'SMTP.office365.com' });
    expect(saved).toMatchObject({ authentication: 'oauth2', oauthProvider: 'microsoft', oauth: null });
    await expect(saveOutgoingServer(real(), { id: saved.id, host: '127.0.0.1' })).rejects.toMatchObject({
      code: 'invalid',
    });
    const { url } = await beginConsent(real(), { direction: 'outgoing', serverId: saved.id });
    const { origin, pathname, searchParams } = new URL(url);
    expect(origin + pathname).toBe('https://login.microsoftonline.com/common/oauth2/v2.0/authorize');
    expect(searchParams.get('scope')).toContain('https://outlook.office.com/SMTP.Send offline_access');
    expect(searchParams.get('redirect_uri')).toBe('http://localhost:3000/api/oauth/callback');
  });
});
