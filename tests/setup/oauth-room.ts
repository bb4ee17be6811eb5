import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { alert } from '#drizzle/schema/alert.ts';
import { delivery } from '#drizzle/schema/email.ts';
import { oauthGrant } from '#drizzle/schema/oauth.ts';
import { outgoingServer } from '#drizzle/schema/outgoing-server.ts';
import type { Ctx } from '#lib/db/context.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { closeIdleConnections } from '#lib/mail/outgoing/transport/connection-pool.ts';
import { beginConsent } from '#lib/mail/servers/oauth/begin-consent.ts';
import { finishConsent } from '#lib/mail/servers/oauth/finish-consent.ts';
import { saveOauthSetup } from '#lib/mail/servers/oauth/save-oauth-setup.ts';
import { saveOutgoingServer } from '#lib/mail/servers/save-outgoing-server.ts';
import { type OauthServer, startOauthServer } from './oauth-server.ts';
import { draftTo, letTimePass, readRows, seedMailDomain } from './outgoing-fixtures.ts';
import { type SmtpDouble, startSmtpDouble } from './smtp-double.ts';
import { openTestContext, type TestContext } from './test-context.ts';

export const account = 'anna@mycompany.example';
export const dayMs = 86_400_000;
export let t: TestContext;
export let oauth: OauthServer;
export let smtp: SmtpDouble;
/** Two administrators; read these bindings inside a test, where they are set. */
export let anna: Ctx;
export let ben: Ctx;

/** A database, a provider and, for each test, a mail server that trusts its tokens. Called once at the head of a test file. */
export function openOauthRoom(): void {
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
}

type Provider = 'google' | 'microsoft';

export async function addServer(provider: Provider): Promise<number> {
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
export async function consent(serverId: number, ctx = anna) {
  const { url } = await beginConsent(anna, { direction: 'outgoing', serverId });
  return comeBack(await oauth.consent(url), ctx);
}

export function comeBack(query: URLSearchParams, ctx = anna) {
  return finishConsent(ctx, {
    state: query.get('state'),
    code: query.get('code'),
    error: query.get('error'),
    errorDescription: query.get('error_description'),
  });
}

export async function connected(provider: Provider): Promise<number> {
  const id = await addServer(provider);
  expect(await consent(id)).toMatchObject({ ok: true, message: `${account} is connected.` });
  return id;
}

export async function send() {
  const { emailId } = await enqueueEmail(t.ctx, draftTo(['mary@customer.example']));
  return sendAgain(emailId);
}

export async function sendAgain(emailId: number) {
  await letTimePass(t.ctx);
  await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
  return { emailId, ...(await readRows(t.ctx, emailId)) };
}

export async function grantOf(serverId: number) {
  const [row] = await t.ctx.db.select().from(oauthGrant).where(eq(oauthGrant.outgoingServerId, serverId));
  return row;
}

export async function expire(serverId: number): Promise<void> {
  await t.ctx.db
    .update(oauthGrant)
    .set({ accessTokenExpiresAt: new Date() })
    .where(eq(oauthGrant.outgoingServerId, serverId));
  closeIdleConnections();
}

export async function openAlerts(): Promise<string[]> {
  const rows = await t.ctx.db.select().from(alert);
  return rows.filter((row) => row.resolvedAt === null).map((row) => row.kind);
}
