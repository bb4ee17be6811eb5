import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alert } from '#drizzle/schema/alert.ts';
import { auditEvent } from '#drizzle/schema/audit-event.ts';
import { delivery } from '#drizzle/schema/email.ts';
import { instance } from '#drizzle/schema/instance.ts';
import { oauthGrant } from '#drizzle/schema/oauth.ts';
import { outgoingServer } from '#drizzle/schema/outgoing-server.ts';
import { openDb } from '#lib/db/client.ts';
import type { Ctx } from '#lib/db/context.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { closeIdleConnections } from '#lib/mail/outgoing/transport/connection-pool.ts';
import { deleteOutgoingServer } from '#lib/mail/servers/delete-outgoing-server.ts';
import { accessTokenFor } from '#lib/mail/servers/oauth/access-token.ts';
import { beginConsent } from '#lib/mail/servers/oauth/begin-consent.ts';
import { finishConsent } from '#lib/mail/servers/oauth/finish-consent.ts';
import { disconnectAccount } from '#lib/mail/servers/oauth/forget-grant.ts';
import { saveOauthSetup } from '#lib/mail/servers/oauth/save-oauth-setup.ts';
import { watchGrants } from '#lib/mail/servers/oauth/watch-grants.ts';
import { readOutgoingServer } from '#lib/mail/servers/read-outgoing-server.ts';
import { saveOutgoingServer } from '#lib/mail/servers/save-outgoing-server.ts';
import { testOutgoingServer } from '#lib/mail/servers/test-outgoing-server.ts';
import { type OauthServer, startOauthServer } from '../../setup/oauth-server.ts';
import { draftTo, letTimePass, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { type SmtpDouble, startSmtpDouble } from '../../setup/smtp-double.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

const account = 'anna@mycompany.example';
const dayMs = 86_400_000;
let t: TestContext;
let oauth: OauthServer;
let smtp: SmtpDouble;
/** Two administrators. */
let anna: Ctx;
let ben: Ctx;

beforeAll(async () => {
  oauth = await startOauthServer();
  t = await openTestContext({ OAUTH_GOOGLE_URL: oauth.url, OAUTH_MICROSOFT_URL: oauth.url });
  await seedMailDomain(t.ctx);
  anna = t.as({ userId: 1, name: 'Anna', email: account });
  ben = t.as({ userId: 2, name: 'Ben', email: 'ben@mycompany.example' });
  for (const provider of ['google', 'microsoft'] as const) {
    await saveOauthSetup(anna, { provider, clientId: oauth.clientId, clientSecret: oauth.clientSecret });
  }
});
afterAll(async () => {
  await t.close();
  await oauth.stop();
});
beforeEach(async () => {
  oauth.script = {};
  oauth.refreshes = 0;
  oauth.tokenRequests = [];
  smtp = await startSmtpDouble({ bearer: oauth.accountOf });
});
afterEach(async () => {
  closeIdleConnections();
  await smtp.stop();
  await t.ctx.db.delete(alert);
  await t.ctx.db.delete(delivery);
  await t.ctx.db.delete(outgoingServer);
});

type Provider = 'google' | 'microsoft';

async function addServer(provider: Provider): Promise<number> {
  const { id } = await saveOutgoingServer(anna, {
    name: 'Our mailbox',
    host: '127.0.0.1',
    port: smtp.port,
    // The double's certificate is its own.
    encryption: 'starttls',
    authentication: 'oauth2',
    oauthProvider: provider,
    username: account,
  });
  return id;
}

/** Goes through the provider's page as the browser does. */
async function consent(serverId: number, ctx = anna) {
  const { url } = await beginConsent(anna, { direction: 'outgoing', serverId });
  return comeBack(await oauth.consent(url), ctx);
}

function comeBack(query: URLSearchParams, ctx = anna) {
  return finishConsent(ctx, {
    state: query.get('state'),
    code: query.get('code'),
    error: query.get('error'),
    errorDescription: query.get('error_description'),
  });
}

async function connected(provider: Provider): Promise<number> {
  const id = await addServer(provider);
  expect(await consent(id)).toMatchObject({ ok: true, message: `${account} is connected.` });
  return id;
}

async function send() {
  const { emailId } = await enqueueEmail(t.ctx, draftTo(['mary@customer.example']));
  return sendAgain(emailId);
}

async function sendAgain(emailId: number) {
  await letTimePass(t.ctx);
  await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
  return { emailId, ...(await readRows(t.ctx, emailId)) };
}

async function grantOf(serverId: number) {
  const [row] = await t.ctx.db.select().from(oauthGrant).where(eq(oauthGrant.outgoingServerId, serverId));
  return row;
}

async function expire(serverId: number): Promise<void> {
  await t.ctx.db
    .update(oauthGrant)
    .set({ accessTokenExpiresAt: new Date() })
    .where(eq(oauthGrant.outgoingServerId, serverId));
  closeIdleConnections();
}

async function openAlerts(): Promise<string[]> {
  const rows = await t.ctx.db.select().from(alert);
  return rows.filter((row) => row.resolvedAt === null).map((row) => row.kind);
}

describe.each(['google', 'microsoft'] as const)('An account at %s', (provider) => {
  it('is connected by consent and sends; no token is shown or kept in clear', async () => {
    const id = await connected(provider);
    const { mail } = await send();
    expect(mail.state).toBe('sent');
    expect(smtp.taken).toHaveLength(1);
    const server = await readOutgoingServer(anna, id);
    expect(server.oauth).toMatchObject({ provider, account, usable: true, lastError: null });
    const row = await grantOf(id);
    expect([row?.accessTokenSealed, row?.refreshTokenSealed]).toEqual([
      expect.stringMatching(/^v1\./),
      expect.stringMatching(/^v1\./),
    ]);
    expect(JSON.stringify(server)).not.toMatch(/v1\.|token/i);
    const audited = await t.ctx.db.select().from(auditEvent);
    expect(audited.filter(({ action }) => action === 'outgoing-server.connect-account').length).toBeGreaterThan(0);
  });

  it('has its access token renewed when it expires, and a replaced refresh token survives a restart', async () => {
    const id = await connected(provider);
    await expire(id);
    expect((await send()).mail.state).toBe('sent');
    expect(oauth.refreshes).toBe(1);
    await expire(id);
    const restarted = openDb(t.databaseUrl, 2);
    const token = await accessTokenFor({ ...t.ctx, db: restarted.db }, { direction: 'outgoing', serverId: id });
    await restarted.close();
    expect(token.ok && oauth.accountOf(token.value)).toBe(account);
    expect(oauth.refreshes).toBe(2);
  });

  it('is renewed once by any number of connections of two workers', async () => {
    const id = await connected(provider);
    await expire(id);
    oauth.script = { delayMs: 150 };
    const other = openDb(t.databaseUrl, 5);
    const ask = (db: Ctx['db']) => accessTokenFor({ ...t.ctx, db }, { direction: 'outgoing', serverId: id });
    const tokens = await Promise.all([t.ctx.db, other.db, t.ctx.db, other.db, other.db].map(ask));
    await other.close();
    expect(new Set(tokens.map((token) => (token.ok ? token.value : 'none'))).size).toBe(1);
    expect(oauth.refreshes).toBe(1);
  });

  it('whose permission was withdrawn: mail waits without spending attempts, and leaves once it is connected again', async () => {
    const id = await connected(provider);
    oauth.revoke(account);
    await expire(id);
    const waiting = await send();
    expect(waiting.deliveries[0]).toMatchObject({ state: 'queued', attempts: 0, stage: 'auth' });
    expect(waiting.deliveries[0]?.reason).toMatch(/Sign in again: connect the account/);
    expect((await openAlerts()).sort()).toEqual(['oauth-grant-ended', 'outgoing-server-down']);
    const { oauth: status, breaker } = await readOutgoingServer(anna, id);
    expect(status).toMatchObject({ usable: false, lastError: expect.stringMatching(/Sign in again/) });
    expect(breaker.state).toBe('open');
    await consent(id);
    expect(await openAlerts()).toEqual([]);
    expect((await readOutgoingServer(anna, id)).breaker.state).toBe('closed');
    const sent = await sendAgain(waiting.emailId);
    expect(sent.deliveries[0]).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('is tested step by step', async () => {
    const id = await addServer(provider);
    const before = await testOutgoingServer(anna, id);
    expect(before.steps.at(-1)).toMatchObject({
      step: 'auth',
      ok: false,
      hint: expect.stringMatching(/connect its account/),
    });
    await consent(id);
    const { ok, steps } = await testOutgoingServer(anna, id);
    expect(ok).toBe(true);
    expect(steps.find(({ step }) => step === 'auth')?.reply).toContain(account);
  });
});

it.each(['challenge', 'at-once'] as const)(
  'renews a token the mail server does not take although it should be valid, once (refused %s)',
  async (refusesBearer) => {
    const id = await connected('microsoft');
    smtp.script.refusesBearer = refusesBearer;
    oauth.forgetAccessTokens();
    expect((await send()).mail.state).toBe('sent');
    expect(oauth.refreshes).toBe(1);
    closeIdleConnections();
    smtp.script.bearer = () => null;
    const refused = await send();
    expect(refused.deliveries[0]).toMatchObject({ state: 'queued', attempts: 0 });
    expect(refused.deliveries[0]?.reason).toMatch(/did not accept the connected account/);
    expect(oauth.refreshes).toBe(2);
    expect((await readOutgoingServer(anna, id)).breaker.state).toBe('open');
  },
);

it('keeps the grant while the provider is out of reach, and mail waits', async () => {
  const id = await connected('google');
  await expire(id);
  oauth.script = { outage: 503 };
  const waiting = await send();
  expect(waiting.deliveries[0]).toMatchObject({ state: 'queued', attempts: 0 });
  expect((await readOutgoingServer(anna, id)).oauth).toMatchObject({
    usable: true,
    lastError: expect.stringMatching(/just now/),
  });
  oauth.script = {};
  const later = { ...t.ctx, now: () => new Date(Date.now() + 60_000) };
  const token = await accessTokenFor(later, { direction: 'outgoing', serverId: id });
  expect(token.ok).toBe(true);
  expect((await sendAgain(waiting.emailId)).deliveries[0]).toMatchObject({ state: 'sent', attempts: 1 });
});

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

it('waits while the registration does not work, tries again once it is mended, and a deleted server leaves no alert', async () => {
  const id = await connected('microsoft');
  await saveOauthSetup(anna, { provider: 'microsoft', clientId: oauth.clientId, clientSecret: 'outdated' });
  await expire(id);
  const waiting = await send();
  expect(waiting.deliveries[0]).toMatchObject({ state: 'queued', attempts: 0 });
  expect(waiting.deliveries[0]?.reason).toMatch(/does not accept the client ID and secret/);
  expect(await openAlerts()).toContain('oauth-grant-ended');
  await saveOauthSetup(anna, { provider: 'microsoft', clientId: oauth.clientId, clientSecret: oauth.clientSecret });
  const { breaker, oauth: status } = await readOutgoingServer(anna, id);
  expect(status?.usable).toBe(true);
  expect(breaker.nextProbeAt?.getTime()).toBeLessThanOrEqual(Date.now());
  expect((await readRows(t.ctx, waiting.emailId)).deliveries[0]?.nextAttemptAt.getTime()).toBeLessThanOrEqual(
    Date.now(),
  );
  await deleteOutgoingServer(anna, id);
  expect(await openAlerts()).toEqual([]);
});

it('forgets the tokens on Disconnect; mail waits until an account is connected', async () => {
  const id = await connected('google');
  await disconnectAccount(anna, { direction: 'outgoing', serverId: id });
  expect((await readOutgoingServer(anna, id)).oauth).toBeNull();
  const { deliveries } = await send();
  expect(deliveries[0]).toMatchObject({
    state: 'queued',
    attempts: 0,
    reason: expect.stringMatching(/No account is connected/),
  });
  await expect(disconnectAccount(anna, { direction: 'outgoing', serverId: id })).rejects.toMatchObject({
    code: 'not_found',
  });
});

it('warns before a grant ends, and uses grants that nobody used for a day', async () => {
  oauth.script = { grantSeconds: (7 * dayMs) / 1000 };
  const id = await connected('google');
  const at = (days: number) => ({ ...t.ctx, now: () => new Date(Date.now() + days * dayMs) });
  const signal = new AbortController().signal;
  expect((await watchGrants(t.ctx, signal)).log).toMatch(/1 connected account, all well/);
  expect(oauth.refreshes).toBe(0);
  oauth.script = {};
  expect((await watchGrants(at(5), signal)).log).toMatch(/ends in 2 days|ends in 1 day/);
  expect(oauth.refreshes).toBe(1);
  expect(await openAlerts()).toEqual(['oauth-grant-ending']);
  await consent(id);
  expect(await openAlerts()).toEqual([]);
});

it('warns when a grant could not be renewed for an hour', async () => {
  const id = await connected('microsoft');
  oauth.script = { outage: 502 };
  const later = { ...t.ctx, now: () => new Date(Date.now() + 2 * dayMs) };
  const { log } = await watchGrants(later, new AbortController().signal);
  expect(log).toMatch(/could not be renewed since/);
  expect(await openAlerts()).toEqual(['oauth-grant-ending']);
  expect((await grantOf(id))?.refusedAt).toBeNull();
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

it('renews nothing at the provider in a copied database: that would sign the original out', async () => {
  const serverId = await connected('google');
  await t.ctx.db.update(instance).set({ captureSince: new Date() });
  try {
    oauth.tokenRequests = [];
    const answer = await accessTokenFor(t.ctx, { direction: 'outgoing', serverId }, await tokenOf(serverId));
    expect(answer).toMatchObject({
      ok: false,
      reason: { kind: 'temporary', words: expect.stringMatching(/Claim the database first/) },
    });
    expect(await watchGrants(t.ctx, new AbortController().signal)).toMatchObject({ done: 0 });
    expect(oauth.tokenRequests).toEqual([]);
    const [grant] = await t.ctx.db.select().from(oauthGrant).where(eq(oauthGrant.outgoingServerId, serverId));
    expect(grant).toMatchObject({ lastError: null, refusedAt: null });
  } finally {
    await t.ctx.db.update(instance).set({ captureSince: null });
  }
});

async function tokenOf(serverId: number): Promise<string> {
  const answer = await accessTokenFor(t.ctx, { direction: 'outgoing', serverId });
  return answer.ok ? answer.value : '';
}
