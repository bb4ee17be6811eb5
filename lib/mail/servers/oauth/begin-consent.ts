import { createHash } from 'node:crypto';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import { sha256 } from '#lib/core/crypto.ts';
import { AppError, invalidField } from '#lib/core/errors.ts';
import { randomToken } from '#lib/core/ids.ts';
import type { Ctx } from '#lib/db/context.ts';
import { sealServerSecret } from '#lib/mail/servers/server-secret.ts';
import type { GrantOwner } from './grant-owner.ts';
import { oauthRedirectUri, readOauthClient, setUpFirst } from './oauth-client.ts';
import { consentScopes, oauthProviderFacts } from './providers.ts';
import { insertConsentRequest, selectMailAccount } from './store.ts';

/** As long as a consent may take. */
const consentMs = 10 * 60_000;

/**
 * Begins the consent for a server with authentication `oauth2`: authorization code with PKCE (RFC 7636). Only the same
 * user can finish it, once, within 10 minutes. Administrators only.
 * @returns the provider's page to open in the browser of that user
 * @throws AppError `not_found`; `conflict` where the server does not sign in that way, or the provider is not set up
 */
export async function beginConsent(ctx: Ctx, owner: GrantOwner): Promise<{ url: string }> {
  requireAdministrator(ctx.actor);
  const account = await selectMailAccount(ctx.db, owner);
  if (!account) throw new AppError('not_found', `There is no ${owner.direction} server ${owner.serverId}.`);
  const { oauthProvider: provider, username } = account;
  if (!provider) {
    throw new AppError(
      'conflict',
      `${account.name} does not sign in by OAuth. Choose Google or Microsoft and save first.`,
    );
  }
  if (!username) throw invalidField('username', 'Enter the address of the account, and save.');
  const { userId } = ctx.actor;
  if (userId === null) throw new AppError('conflict', 'Only a person can consent: sign in as an administrator.');
  const client = await readOauthClient(ctx, provider);
  if (!client) throw new AppError('conflict', setUpFirst(provider));
  const state = randomToken();
  const verifier = randomToken();
  await insertConsentRequest(
    ctx.db,
    {
      stateHash: sha256(state),
      provider,
      outgoingServerId: owner.direction === 'outgoing' ? owner.serverId : null,
      incomingServerId: owner.direction === 'incoming' ? owner.serverId : null,
      codeVerifierSealed: sealServerSecret(ctx, verifier),
      userId,
      expiresAt: addMilliseconds(ctx.now(), consentMs),
    },
    ctx.now(),
  );
  const query = new URLSearchParams({
    client_id: client.clientId,
    redirect_uri: await oauthRedirectUri(ctx),
    response_type: 'code',
    scope: consentScopes(provider, account.protocol).join(' '),
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    login_hint: username,
    ...oauthProviderFacts[provider].asking,
  });
  return { url: `${client.authorizeUrl}?${query}` };
}
