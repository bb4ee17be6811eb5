import type { OauthProvider } from '#lib/core/enumerations.ts';
import { invalidField } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { isProviderReplaced, type MailProtocol, oauthProviderFacts } from './providers.ts';

/**
 * Tokens of a provider go to its own mail hosts and to no other: who may change servers could otherwise have them sent to
 * a machine of their own. Where the operator replaced the provider, its hosts are his business.
 * @throws AppError `invalid` on `host`
 */
export function assertGrantStaysHome(
  ctx: Ctx,
  protocol: MailProtocol,
  server: { host: string | null; oauthProvider: OauthProvider },
): void {
  const { name, hosts } = oauthProviderFacts[server.oauthProvider];
  if (isProviderReplaced(server.oauthProvider, ctx.env)) return;
  if (hosts[protocol].includes(String(server.host).toLowerCase())) return;
  throw invalidField('host', `Accounts at ${name} sign in to ${hosts[protocol].join(' or ')} only. Enter that host.`);
}
