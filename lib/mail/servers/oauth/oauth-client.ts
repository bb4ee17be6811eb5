import type { OauthProvider } from '#lib/core/enumerations.ts';
import type { Ctx } from '#lib/db/context.ts';
import { baseUrl } from '#lib/parameters/base-url.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';
import { oauthEndpoints, oauthProviderFacts } from './providers.ts';

/** This installation as the provider knows it. */
export interface OauthClient {
  clientId: string;
  clientSecret: string;
  authorizeUrl: string;
  tokenUrl: string;
}

/** Where the browser comes back to after the consent; registered with the provider letter by letter. */
export async function oauthRedirectUri(ctx: Ctx): Promise<string> {
  return `${await baseUrl(ctx)}/api/oauth/callback`;
}

/** The registration with a provider; null while client ID or secret is missing. */
export async function readOauthClient(ctx: Ctx, provider: OauthProvider): Promise<OauthClient | null> {
  const clientId = await readParameter(ctx, `mail.oauth.${provider}.client_id`);
  const clientSecret = await readParameter(ctx, `mail.oauth.${provider}.client_secret`);
  if (!clientId || !clientSecret) return null;
  const tenant = await readParameter(ctx, 'mail.oauth.microsoft.tenant');
  const { authorize, token } = oauthEndpoints(provider, tenant, ctx.env);
  return { clientId, clientSecret, authorizeUrl: authorize, tokenUrl: token };
}

/** What to say while an installation is not registered with a provider. */
export function setUpFirst(provider: OauthProvider): string {
  return `This installation is not registered with ${oauthProviderFacts[provider].name} yet. Enter client ID and client secret under General settings > Mail accounts, then connect.`;
}
