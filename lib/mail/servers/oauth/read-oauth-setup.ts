import { requireAdministrator } from '#lib/auth/permissions.ts';
import { type OauthProvider, oauthProviders } from '#lib/core/enumerations.ts';
import type { Ctx } from '#lib/db/context.ts';
import { showParameter } from '#lib/parameters/show-parameter.ts';
import { oauthRedirectUri } from './oauth-client.ts';
import type { OauthSetup } from './oauth-setup-schema.ts';
import { oauthProviderFacts } from './providers.ts';

/** How this installation is registered with Google and Microsoft, without its secrets. Administrators only. */
export async function readOauthSetup(ctx: Ctx): Promise<OauthSetup[]> {
  requireAdministrator(ctx.actor);
  return Promise.all(oauthProviders.map((provider) => readOne(ctx, provider)));
}

async function readOne(ctx: Ctx, provider: OauthProvider): Promise<OauthSetup> {
  const { name, scopes } = oauthProviderFacts[provider];
  const id = await showParameter(ctx, `mail.oauth.${provider}.client_id`);
  const secret = await showParameter(ctx, `mail.oauth.${provider}.client_secret`);
  const tenant = provider === 'microsoft' ? (await showParameter(ctx, 'mail.oauth.microsoft.tenant')).value : null;
  return {
    provider,
    name,
    clientId: id.value ?? '',
    secretSetAt: secret.isDefault ? null : secret.updatedAt,
    tenant,
    redirectUri: await oauthRedirectUri(ctx),
    scopes: [...new Set(Object.values(scopes).flat())],
  };
}
