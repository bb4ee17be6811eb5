import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { auditEvent } from '#drizzle/schema/audit-event.ts';
import { instance } from '#drizzle/schema/instance.ts';
import { oauthGrant } from '#drizzle/schema/oauth.ts';
import { openDb } from '#lib/db/client.ts';
import type { Ctx } from '#lib/db/context.ts';
import { closeIdleConnections } from '#lib/mail/outgoing/transport/connection-pool.ts';
import { deleteOutgoingServer } from '#lib/mail/servers/delete-outgoing-server.ts';
import { accessTokenFor } from '#lib/mail/servers/oauth/access-token.ts';
import { disconnectAccount } from '#lib/mail/servers/oauth/forget-grant.ts';
import { saveOauthSetup } from '#lib/mail/servers/oauth/save-oauth-setup.ts';
import { watchGrants } from '#lib/mail/servers/oauth/watch-grants.ts';
import { readOutgoingServer } from '#lib/mail/servers/read-outgoing-server.ts';
import { testOutgoingServer } from '#lib/mail/servers/test-outgoing-server.ts';
import {
  account,
  addServer,
  anna,
  connected,
  consent,
  dayMs,
  expire,
  grantOf,
  oauth,
  openAlerts,
  openOauthRoom,
  send,
  sendAgain,
  smtp,
  t,
} from '../../setup/oauth-room.ts';
import { readRows } from '../../setup/outgoing-fixtures.ts';

openOauthRoom();

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
