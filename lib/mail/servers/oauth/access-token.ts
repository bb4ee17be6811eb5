import { addMilliseconds } from '#lib/core/clock.ts';
import type { Result } from '#lib/core/result.ts';
import type { Db } from '#lib/db/client.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { isCapturing } from '#lib/instance/is-capturing.ts';
import { openServerSecret, sealServerSecret } from '#lib/mail/servers/server-secret.ts';
import { explainOauthError, type OauthExplanation } from './explain-oauth-error.ts';
import { grantExpiry } from './grant-life.ts';
import type { GrantOwner } from './grant-owner.ts';
import { alertGrantEnded, resolveGrantAlerts } from './oauth-alerts.ts';
import { readOauthClient, setUpFirst } from './oauth-client.ts';
import { requestTokens, type Tokens } from './request-tokens.ts';
import { type GrantRow, selectGrant, selectGrantLocked, updateGrant } from './store.ts';

/** Tokens are renewed this long before they expire: signing in takes a moment. */
const marginMs = 120_000;
/** A refresh that failed is not repeated by every connection at once. */
const pauseMs = 5_000;

/** Why there is no access token. `refused` and `settings`: somebody has to act. `temporary`: it is tried again. */
export interface GrantFailure {
  kind: OauthExplanation['kind'];
  words: string;
}

export type AccessToken = Result<string, GrantFailure>;

/**
 * A token to sign in to a mail server with (XOAUTH2), renewed where it is about to expire. Of all workers one renews at a
 * time, and what the provider gave is committed before anybody uses it.
 * @param refused a token the mail server did not accept: where it is still the newest, another one is fetched
 */
export async function accessTokenFor(ctx: Ctx, owner: GrantOwner, refused?: string): Promise<AccessToken> {
  const grant = await selectGrant(ctx.db, owner);
  return withoutRefresh(ctx, grant, refused) ?? refreshTogether(ctx, owner, refused);
}

/** Uses the grant although its token would do, so that the provider does not end it for want of use. */
export function refreshGrant(ctx: Ctx, owner: GrantOwner, grant: GrantRow): Promise<AccessToken> {
  return refreshTogether(ctx, owner, grant.accessTokenSealed ? openServerSecret(ctx, grant.accessTokenSealed) : '');
}

const underWay = new WeakMap<Db, Map<string, Promise<AccessToken>>>();

/** The connections of this process wait for one refresh, with one connection to the database. */
function refreshTogether(ctx: Ctx, owner: GrantOwner, refused: string | undefined): Promise<AccessToken> {
  const all = underWay.get(ctx.db) ?? new Map<string, Promise<AccessToken>>();
  underWay.set(ctx.db, all);
  const key = `${owner.direction} ${owner.serverId}`;
  const begun = all.get(key);
  if (begun) return begun;
  const work = inTransaction(ctx, (tx) => refreshLocked(tx, owner, refused)).finally(() => all.delete(key));
  all.set(key, work);
  return work;
}

async function refreshLocked(ctx: Ctx, owner: GrantOwner, refused: string | undefined): Promise<AccessToken> {
  const grant = await selectGrantLocked(ctx.db, owner);
  // Another worker may have been faster.
  const known = withoutRefresh(ctx, grant, refused);
  if (known || !grant) return known ?? notConnected;
  // A new token ends the one it replaces: the original of a copied database would be signed out.
  if (await isCapturing(ctx)) return notRefreshed;
  const client = await readOauthClient(ctx, grant.provider);
  if (!client) {
    return fail(ctx, owner, grant, { kind: 'settings', words: setUpFirst(grant.provider) });
  }
  const answer = await requestTokens(client.tokenUrl, {
    grant_type: 'refresh_token',
    refresh_token: openServerSecret(ctx, grant.refreshTokenSealed),
    client_id: client.clientId,
    client_secret: client.clientSecret,
  });
  if (!answer.ok) return fail(ctx, owner, grant, explainOauthError(grant.provider, answer.reason));
  await keep(ctx, owner, grant, answer.value);
  return { ok: true, value: answer.value.accessToken };
}

const notRefreshed: AccessToken = {
  ok: false,
  reason: {
    kind: 'temporary',
    words:
      'This is a copy of a database: its accounts are not signed in anew, that would sign the original out. Claim the database first.',
  },
};

const notConnected: AccessToken = {
  ok: false,
  reason: {
    kind: 'refused',
    words: 'No account is connected to this server yet. Open the server in the console and connect its account.',
  },
};

/** What can be said without asking the provider; null: it must be asked. */
function withoutRefresh(ctx: Ctx, grant: GrantRow | null, refused: string | undefined): AccessToken | null {
  if (!grant) return notConnected;
  if (grant.refusedAt) return { ok: false, reason: { kind: 'refused', words: grant.lastError ?? '' } };
  const now = ctx.now();
  if (grant.lastError && grant.lastErrorAt && addMilliseconds(grant.lastErrorAt, pauseMs) > now) {
    return { ok: false, reason: { kind: 'temporary', words: grant.lastError } };
  }
  const lasts = grant.accessTokenExpiresAt && grant.accessTokenExpiresAt > addMilliseconds(now, marginMs);
  if (!lasts || !grant.accessTokenSealed) return null;
  const token = openServerSecret(ctx, grant.accessTokenSealed);
  return token === refused ? null : { ok: true, value: token };
}

/** Keeps what the provider gave; it may have replaced the refresh token, and then the last one counts. */
async function keep(ctx: Ctx, owner: GrantOwner, grant: GrantRow, tokens: Tokens): Promise<void> {
  const now = ctx.now();
  const rotated = tokens.refreshToken ? { refreshTokenSealed: sealServerSecret(ctx, tokens.refreshToken) } : {};
  await updateGrant(ctx.db, grant.id, {
    ...rotated,
    accessTokenSealed: sealServerSecret(ctx, tokens.accessToken),
    accessTokenExpiresAt: addMilliseconds(now, tokens.expiresIn * 1000),
    grantExpiresAt: grantExpiry(grant.provider, tokens, now) ?? grant.grantExpiresAt,
    refreshedAt: now,
    lastError: null,
    lastErrorAt: null,
    updatedAt: now,
  });
  if (grant.lastError === null) return;
  await resolveGrantAlerts(ctx, owner);
  await publishEvent(ctx.db, { topic: 'servers' });
}

async function fail(ctx: Ctx, owner: GrantOwner, grant: GrantRow, why: OauthExplanation): Promise<AccessToken> {
  const now = ctx.now();
  const { kind, words } = why;
  const isNew = grant.lastError === null;
  await updateGrant(ctx.db, grant.id, {
    lastError: words,
    lastErrorAt: now,
    ...(kind === 'refused' ? { refusedAt: now, accessTokenSealed: null, accessTokenExpiresAt: null } : {}),
    updatedAt: now,
  });
  if (kind !== 'temporary') await alertGrantEnded(ctx, owner, grant.provider, { kind, words });
  if (isNew) await publishEvent(ctx.db, { topic: 'servers' });
  return { ok: false, reason: { kind, words } };
}
