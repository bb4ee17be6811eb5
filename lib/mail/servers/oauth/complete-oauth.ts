import type { Authentication, Encryption, IncomingServerType, OauthProvider } from '#lib/core/enumerations.ts';
import { invalidField } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { isValidAddress } from '#lib/mail/message/address.ts';
import { assertGrantStaysHome } from './grant-home.ts';
import { isProviderReplaced, type MailProtocol, oauthProviderFacts, providerOfHost } from './providers.ts';

interface SignIn {
  /** Of incoming servers. */
  type?: IncomingServerType;
  host: string | null;
  encryption: Encryption;
  authentication: Authentication;
  oauthProvider: OauthProvider | null;
  username: string | null;
}

const signInFields = ['type', 'host', 'encryption', 'authentication', 'oauthProvider', 'username'] as const;

type Change = { [K in keyof SignIn]?: SignIn[K] | undefined };

/**
 * The change with the provider it means, where the server signs in by OAuth; without one, where it does not.
 * @param protocol of the server after the change; null: it signs in nowhere
 * @throws AppError `invalid` on the field that does not go with OAuth
 */
export function completeOauth<V extends Change>(
  ctx: Ctx,
  protocol: MailProtocol | null,
  before: SignIn | null,
  change: V,
): V {
  if (before && signInFields.every((field) => change[field] === undefined)) return change;
  const server: Change = { encryption: 'starttls_strict', ...before, ...given(change) };
  if (server.authentication !== 'oauth2' || !protocol) return { ...change, oauthProvider: null };
  const provider = server.oauthProvider ?? providerOfHost(server.host ?? '', protocol);
  if (!provider) throw invalidField('oauthProvider', 'Choose whose account it is: Google or Microsoft.');
  if (!server.username || !isValidAddress(server.username)) {
    throw invalidField('username', `Enter the address of the account at ${oauthProviderFacts[provider].name}.`);
  }
  assertGrantStaysHome(ctx, protocol, { host: server.host ?? null, oauthProvider: provider });
  const isChecked = server.encryption?.endsWith('_strict') || isProviderReplaced(provider, ctx.env);
  if (server.encryption === 'none' || !isChecked) {
    const message =
      'A connected account signs in over a checked encryption only, or its token could reach somebody else. Choose STARTTLS or TLS with certificate check.';
    throw invalidField('encryption', message);
  }
  return { ...change, oauthProvider: provider };
}

/** Whether a grant given for a server does not fit it any more. */
export function signsInElsewhere(before: SignIn, change: Change): boolean {
  const after = { ...before, ...given(change) };
  return (['type', 'host', 'authentication', 'oauthProvider', 'username'] as const).some(
    (field) => before[field]?.toLowerCase() !== after[field]?.toLowerCase(),
  );
}

function given(change: Change): Change {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
