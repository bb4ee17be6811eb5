import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import { sha256 } from '#lib/core/crypto.ts';
import type { OauthProvider } from '#lib/core/enumerations.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { probeServerNow, recordServerSuccess } from '#lib/mail/outgoing/verdict/record-server-health.ts';
import { openServerSecret, sealServerSecret } from '#lib/mail/servers/server-secret.ts';
import { explainOauthError } from './explain-oauth-error.ts';
import { assertGrantStaysHome } from './grant-home.ts';
import { grantExpiry } from './grant-life.ts';
import type { GrantOwner } from './grant-owner.ts';
import { resolveGrantAlerts } from './oauth-alerts.ts';
import { oauthRedirectUri, readOauthClient } from './oauth-client.ts';
import { type MailProtocol, oauthProviderFacts } from './providers.ts';
import { readAccount } from './read-account.ts';
import { requestTokens, type Tokens } from './request-tokens.ts';
import { replaceGrant, selectMailAccount, takeConsentRequest } from './store.ts';

/** What the provider sent the browser back with (RFC 6749 section 4.1.2). */
export interface ConsentAnswer {
  state: string | null;
  code: string | null;
  error: string | null;
  errorDescription: string | null;
}

/** Where the browser goes next, and what is said there. */
export interface ConsentOutcome {
  /** Null: nobody knows which server it was for. */
  owner: GrantOwner | null;
  ok: boolean;
  message: string;
}

/**
 * Ends a consent: exchanges the code for tokens and keeps them sealed. Only for the administrator who began it. What
 * goes wrong is said in words on the server's page; the grant there was before stays then.
 */
export async function finishConsent(ctx: Ctx, answer: ConsentAnswer): Promise<ConsentOutcome> {
  requireAdministrator(ctx.actor);
  const request = await takeConsentRequest(ctx.db, sha256(answer.state ?? ''), ctx.actor.userId ?? 0);
  if (!request || request.expiresAt <= ctx.now()) {
    return { owner: request ? ownerOf(request) : null, ok: false, message: staleWords };
  }
  const owner = ownerOf(request);
  try {
    if (answer.error || !answer.code) {
      const error = { error: answer.error ?? 'no code', description: answer.errorDescription ?? '' };
      throw new AppError('conflict', explainOauthError(request.provider, error).words);
    }
    const verifier = openServerSecret(ctx, request.codeVerifierSealed);
    const account = await connect(ctx, owner, { provider: request.provider, code: answer.code, verifier });
    return { owner, ok: true, message: `${account} is connected.` };
  } catch (error) {
    if (error instanceof AppError) return { owner, ok: false, message: error.message };
    throw error;
  }
}

const staleWords =
  'This consent is not under way any more: it took longer than 10 minutes, was used already, or was begun by somebody else. Connect the account again.';

function ownerOf(request: { outgoingServerId: number | null; incomingServerId: number | null }): GrantOwner {
  return request.outgoingServerId === null
    ? { direction: 'incoming', serverId: request.incomingServerId ?? 0 }
    : { direction: 'outgoing', serverId: request.outgoingServerId };
}

interface Exchange {
  provider: OauthProvider;
  code: string;
  verifier: string;
}

async function connect(ctx: Ctx, owner: GrantOwner, { provider, code, verifier }: Exchange): Promise<string> {
  const client = await readOauthClient(ctx, provider);
  if (!client) throw new AppError('conflict', 'The registration with the provider was removed in the meantime.');
  const answer = await requestTokens(client.tokenUrl, {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: await oauthRedirectUri(ctx),
    client_id: client.clientId,
    client_secret: client.clientSecret,
  });
  if (!answer.ok) throw new AppError('conflict', explainOauthError(provider, answer.reason).words);
  return keep(ctx, owner, {
    provider,
    tokens: answer.value,
    names: readAccount(answer.value.idToken, client.clientId),
  });
}

interface Given {
  provider: OauthProvider;
  tokens: Tokens;
  /** The addresses of the account that consented. */
  names: string[];
}

async function keep(ctx: Ctx, owner: GrantOwner, { provider, tokens, names }: Given): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const account = await selectMailAccount(tx.db, owner, true);
    if (account?.oauthProvider !== provider) {
      throw new AppError(
        'conflict',
        'The server was changed in the meantime. Save it, then connect the account again.',
      );
    }
    assertGrantStaysHome(tx, account.protocol, { host: account.host, oauthProvider: provider });
    const username = String(account.username).toLowerCase();
    assertAccountFits(provider, username, names);
    assertAllowed(account.protocol, provider, tokens);
    const now = tx.now();
    await replaceGrant(tx.db, owner, {
      provider,
      account: username,
      accessTokenSealed: sealServerSecret(tx, tokens.accessToken),
      accessTokenExpiresAt: addMilliseconds(now, tokens.expiresIn * 1000),
      refreshTokenSealed: sealServerSecret(tx, tokens.refreshToken ?? ''),
      grantExpiresAt: grantExpiry(provider, tokens, now),
      refreshedAt: now,
      createdBy: tx.actor.userId,
      createdAt: now,
      updatedAt: now,
    });
    await resolveGrantAlerts(tx, owner);
    await recordAudit(tx, {
      action: `${owner.direction}-server.connect-account`,
      targetType: `${owner.direction}-server`,
      targetId: owner.serverId,
      after: { provider, account: username },
    });
    await publishEvent(tx.db, { topic: 'servers' });
    if (owner.direction === 'outgoing') await letMailGo(tx, owner.serverId);
    return username;
  });
}

/** What paused the server is mended, and what waited for its sign-in leaves now. */
async function letMailGo(ctx: Ctx, serverId: number): Promise<void> {
  await recordServerSuccess(ctx, serverId);
  await probeServerNow(ctx, serverId);
}

function assertAccountFits(provider: OauthProvider, username: string, names: string[]): void {
  if (names.includes(username)) return;
  const { name } = oauthProviderFacts[provider];
  const message =
    names.length === 0
      ? `${name} did not say which account consented. Connect again; if it lasts, check the registration.`
      : `${names[0]} consented at ${name}, but this server signs in as ${username}. Connect again and choose ${username} there, or change the user name here.`;
  throw new AppError('conflict', message);
}

/** The page of the provider lets people untick what is asked for. */
function assertAllowed(protocol: MailProtocol, provider: OauthProvider, tokens: Tokens): void {
  const { name, scopes } = oauthProviderFacts[provider];
  const given = tokens.scopes?.map((scope) => scope.toLowerCase());
  const isMissing = given && !scopes[protocol].every((scope) => given.some((one) => isSame(one, scope)));
  if (isMissing) {
    throw new AppError(
      'conflict',
      `The account was connected without the permission for its mail. Connect again and leave that box ticked at ${name}.`,
    );
  }
  if (tokens.refreshToken) return;
  throw new AppError(
    'conflict',
    `${name} allowed access for an hour only: it gave no refresh token. Remove this application from the account’s connected apps at ${name}, then connect again.`,
  );
}

/** Microsoft names its own permissions with or without their resource. */
function isSame(given: string, asked: string): boolean {
  const wanted = asked.toLowerCase();
  const name = wanted.split('/').at(-1);
  return given === wanted || (name !== '' && given.split('/').at(-1) === name);
}
