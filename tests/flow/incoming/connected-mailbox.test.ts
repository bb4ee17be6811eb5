import { eq, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alert } from '#drizzle/schema/alert.ts';
import { incomingServer } from '#drizzle/schema/incoming-server.ts';
import { instance } from '#drizzle/schema/instance.ts';
import { oauthGrant } from '#drizzle/schema/oauth.ts';
import type { Ctx } from '#lib/db/context.ts';
import { fetchDueServers } from '#lib/mail/incoming/fetch/fetch-due-servers.ts';
import { fetchIncomingServer } from '#lib/mail/incoming/fetch/fetch-server.ts';
import { confirmIncomingServer } from '#lib/mail/servers/confirm-incoming-server.ts';
import { deleteIncomingServer } from '#lib/mail/servers/delete-incoming-server.ts';
import { beginConsent } from '#lib/mail/servers/oauth/begin-consent.ts';
import { finishConsent } from '#lib/mail/servers/oauth/finish-consent.ts';
import { disconnectAccount } from '#lib/mail/servers/oauth/forget-grant.ts';
import { saveOauthSetup } from '#lib/mail/servers/oauth/save-oauth-setup.ts';
import { watchGrants } from '#lib/mail/servers/oauth/watch-grants.ts';
import { readIncomingServer } from '#lib/mail/servers/read-incoming-server.ts';
import { saveIncomingServer } from '#lib/mail/servers/save-incoming-server.ts';
import { Dovecot } from '../../setup/dovecot.ts';
import { type OauthServer, startOauthServer } from '../../setup/oauth-server.ts';
import { type Pop3Double, startPop3Double } from '../../setup/pop3-double.ts';
import { sampleMail } from '../../setup/sample-mail.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

const account = 'sales@north.example';
const dayMs = 86_400_000;
let t: TestContext;
let oauth: OauthServer;
let dovecot: Dovecot;
let anna: Ctx;

beforeAll(async () => {
  oauth = await startOauthServer();
  [t, dovecot] = await Promise.all([
    openTestContext({ OAUTH_GOOGLE_URL: oauth.url, OAUTH_MICROSOFT_URL: oauth.url }),
    Dovecot.start('letmein', oauth.url),
  ]);
  await t.ctx.db.insert(instance).values({ secretFingerprint: 'test' }).onConflictDoNothing();
  await t.ctx.db.execute(sql`insert into company (name) values ('North')`);
  anna = t.as({ userId: 1, name: 'Anna', email: 'anna@north.example' });
  for (const provider of ['google', 'microsoft'] as const) {
    await saveOauthSetup(anna, { provider, clientId: oauth.clientId, clientSecret: oauth.clientSecret });
  }
});
afterAll(async () => {
  await Promise.all([t?.close(), dovecot?.stop(), oauth?.stop()]);
});
beforeEach(() => {
  oauth.script = {};
  oauth.refreshes = 0;
  oauth.tokenRequests = [];
});
afterEach(async () => {
  await t.ctx.db.delete(alert);
  await t.ctx.db.delete(incomingServer);
});

type Type = 'imap' | 'pop3';
const types: Type[] = ['imap', 'pop3'];

async function addServer(type: Type, provider: 'google' | 'microsoft' = 'google', port = dovecot.ports[type]) {
  const server = { type, host: '127.0.0.1', port, encryption: 'starttls' as const, username: account };
  const signIn = { authentication: 'oauth2' as const, oauthProvider: provider };
  return (await saveIncomingServer(anna, { name: 'Our mailbox', ...server, ...signIn })).id;
}

const ownerOf = (serverId: number) => ({ direction: 'incoming' as const, serverId });

/** Goes through the provider's page as the browser does. */
async function consent(id: number) {
  const query = await oauth.consent((await beginConsent(anna, ownerOf(id))).url);
  return finishConsent(anna, {
    state: query.get('state'),
    code: query.get('code'),
    error: query.get('error'),
    errorDescription: query.get('error_description'),
  });
}

async function connected(type: Type, provider: 'google' | 'microsoft' = 'google'): Promise<number> {
  const id = await addServer(type, provider);
  expect(await consent(id)).toMatchObject({ ok: true, message: `${account} is connected.` });
  expect(await confirmIncomingServer(anna, id)).toMatchObject({ ok: true });
  return id;
}

const fetchNow = (id: number) => fetchIncomingServer(anna, { id });
const deliver = () => dovecot.deliver(account, sampleMail());

async function expire(id: number): Promise<void> {
  await t.ctx.db
    .update(oauthGrant)
    .set({ accessTokenExpiresAt: new Date() })
    .where(eq(oauthGrant.incomingServerId, id));
}

async function openAlerts(): Promise<string[]> {
  const rows = await t.ctx.db.select().from(alert);
  return rows.filter((row) => row.resolvedAt === null).map((row) => row.kind);
}

describe.each(types)('a connected account at a mail server that checks its tokens (%s)', (type) => {
  it('signs in and fetches, and no password is kept', async () => {
    await deliver();
    const id = await connected(type, 'microsoft');
    expect((await fetchNow(id)).fetched).toBeGreaterThan(0);
    const shown = await readIncomingServer(anna, id);
    expect(shown).toMatchObject({ passwordSetAt: null, oauth: { account, usable: true, lastError: null } });
    const scope = type === 'imap' ? 'IMAP.AccessAsUser.All' : 'POP.AccessAsUser.All';
    expect(new URL((await beginConsent(anna, ownerOf(id))).url).searchParams.get('scope')).toContain(scope);
  });

  it('renews its token before it expires', async () => {
    const id = await connected(type);
    await expire(id);
    await fetchNow(id);
    expect(oauth.refreshes).toBe(1);
  });

  it('renews a token the mail server does not take although it should be valid, once', async () => {
    const id = await connected(type);
    oauth.forgetAccessTokens();
    await fetchNow(id);
    expect(oauth.refreshes).toBe(1);
  });

  it('fails in words where the permission was withdrawn, with an alert that says what to do', async () => {
    const id = await connected(type);
    oauth.revoke(account);
    await expect(fetchNow(id)).rejects.toMatchObject({
      message: expect.stringMatching(/withdrawn at Google.*connect the account/),
    });
    expect(await openAlerts()).toEqual(['oauth-grant-ended']);
    expect((await readIncomingServer(anna, id)).oauth).toMatchObject({ usable: false });
    await consent(id);
    expect(await openAlerts()).toEqual([]);
    expect(await fetchNow(id)).toMatchObject({ status: 'done' });
  });

  it('is not asked for before it is connected, and says so in the test', async () => {
    const id = await addServer(type);
    const { ok, steps } = await confirmIncomingServer(anna, id);
    expect(ok).toBe(false);
    expect(steps.at(-1)).toMatchObject({ step: 'login', hint: expect.stringMatching(/No account is connected/) });
    expect(oauth.tokenRequests).toEqual([]);
  });

  it('uses no grant in a copied database', async () => {
    const id = await connected(type);
    await expire(id);
    await t.ctx.db.update(instance).set({ captureSince: new Date() });
    try {
      oauth.tokenRequests = [];
      await expect(fetchNow(id)).rejects.toMatchObject({ code: 'conflict' });
      await fetchDueServers(anna);
      const { steps } = await confirmIncomingServer(anna, id);
      expect(steps.at(-1)).toMatchObject({ step: 'login', hint: expect.stringMatching(/Claim the database first/) });
      expect(oauth.tokenRequests).toEqual([]);
    } finally {
      await t.ctx.db.update(instance).set({ captureSince: null });
    }
  });

  it.each([
    ['the host', { host: 'localhost' }],
    ['the account', { username: 'office@north.example' }],
    ['the provider', { oauthProvider: 'microsoft' as const }],
    ['the way of signing in', { authentication: 'login' as const, password: 'letmein' }],
  ])('wipes the tokens when %s changes', async (_what, change) => {
    const id = await connected(type);
    await saveIncomingServer(anna, { id, priority: 3 });
    expect(await readIncomingServer(anna, id)).toMatchObject({ state: 'confirmed', oauth: { account } });
    await saveIncomingServer(anna, { id, ...change });
    expect(await readIncomingServer(anna, id)).toMatchObject({ state: 'draft', oauth: null });
    expect(await t.ctx.db.select().from(oauthGrant)).toEqual([]);
  });

  it('explains a server that refuses the account all the same', async () => {
    const id = await addServer(type);
    oauth.script = { accessSeconds: 3600 };
    await consent(id);
    await t.ctx.db.update(incomingServer).set({ username: 'other@north.example' }).where(eq(incomingServer.id, id));
    const { steps } = await confirmIncomingServer(anna, id);
    expect(steps.at(-1)).toMatchObject({ step: 'login', ok: false });
    expect(steps.at(-1)?.hint).toMatch(/did not accept the connected account.*address of the connected account/);
  });
});

describe('a connected account', () => {
  it('warns before its permission ends, also when nobody fetches', async () => {
    oauth.script = { grantSeconds: (7 * dayMs) / 1000 };
    await connected('imap');
    oauth.script = {};
    const later = { ...t.ctx, now: () => new Date(Date.now() + 5 * dayMs) };
    await watchGrants(later, new AbortController().signal);
    expect(await openAlerts()).toEqual(['oauth-grant-ending']);
  });

  it('is forgotten on Disconnect, and its alerts with the server', async () => {
    const id = await connected('pop3');
    await disconnectAccount(anna, ownerOf(id));
    await expect(fetchNow(id)).rejects.toMatchObject({ message: expect.stringMatching(/No account is connected/) });
    await consent(id);
    oauth.revoke(account);
    await expire(id);
    await expect(fetchNow(id)).rejects.toMatchObject({ code: 'unavailable' });
    await deleteIncomingServer(anna, id);
    expect(await openAlerts()).toEqual([]);
  });

  it('loses its permission with the protocol: at Microsoft it was for that one only', async () => {
    const id = await addServer('imap', 'microsoft');
    await consent(id);
    await saveIncomingServer(anna, { id, type: 'pop3', port: dovecot.ports.pop3 });
    expect((await readIncomingServer(anna, id)).oauth).toBeNull();
  });
});

describe('a server that takes no tokens', () => {
  let plain: Dovecot;
  let pop: Pop3Double;
  beforeAll(async () => {
    [plain, pop] = await Promise.all([Dovecot.start(), startPop3Double()]);
  });
  afterAll(async () => {
    await Promise.all([plain.stop(), pop.stop()]);
  });

  it.each(types)('is told apart from one that refuses this account (%s)', async (type) => {
    const id = await addServer(type, 'google', plain.ports[type]);
    await consent(id);
    const { steps } = await confirmIncomingServer(anna, id);
    expect(steps.at(-1)).toMatchObject({ step: 'login', hint: expect.stringMatching(/takes no connected accounts/) });
  });
});

describe('without a stand-in for the provider', () => {
  const real = () => ({ ...anna, env: { ...anna.env, oauthGoogleUrl: undefined, oauthMicrosoftUrl: undefined } });
  const server = { name: 'Mailbox', authentication: 'oauth2' as const, username: account };

  it.each([
    ['host', { type: 'imap' as const, host: 'pop.gmail.com', oauthProvider: 'google' as const }],
    ['host', { type: 'pop3' as const, host: '127.0.0.1', oauthProvider: 'google' as const }],
    ['oauthProvider', { host: 'imap.north.example' }],
    ['username', { host: 'imap.gmail.com', username: 'anna' }],
    ['encryption', { host: 'imap.gmail.com', encryption: 'tls' as const }],
  ])('a mailbox with OAuth is refused for its %s', async (path, wrong) => {
    const errors = [expect.objectContaining({ path })];
    await expect(saveIncomingServer(real(), { ...server, ...wrong })).rejects.toMatchObject({ details: { errors } });
  });

  it.each([
    ['imap', 'imap.gmail.com', 'google', 993],
    ['pop3', 'pop.gmail.com', 'google', 995],
    ['pop3', 'outlook.office365.com', 'microsoft', 995],
  ] as const)('the provider follows from the host (%s at %s)', async (type, host, oauthProvider, port) => {
    expect(await saveIncomingServer(real(), { ...server, type, host })).toMatchObject({
      oauthProvider,
      port,
      oauth: null,
    });
  });
});
