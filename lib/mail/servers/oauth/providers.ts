import type { OauthProvider } from '#lib/core/enumerations.ts';
import type { Env } from '#lib/core/env.ts';

/** Which way mail goes at the server a grant is for. */
export type MailDirection = 'outgoing' | 'incoming';

interface ProviderFacts {
  name: string;
  /** The hosts a grant may sign in to, by direction. */
  hosts: Record<MailDirection, readonly string[]>;
  scopes: Record<MailDirection, readonly string[]>;
  /** Parameters of the authorization request beyond the standard's. */
  asking: Record<string, string>;
  /** Days without use after which the provider ends a grant; null: it says so itself where it does. */
  idleDays: number | null;
}

/** Who the account is: asked together with the permission, so that the right one consents. */
const identity = ['openid', 'email', 'profile'];

/**
 * What the providers document: Google "Using OAuth 2.0 for Web Server Applications" and "XOAUTH2 mechanism"; Microsoft
 * "Authenticate an IMAP, POP or SMTP connection using OAuth".
 */
export const oauthProviderFacts: Record<OauthProvider, ProviderFacts> = {
  google: {
    name: 'Google',
    hosts: { outgoing: ['smtp.gmail.com', 'smtp.googlemail.com'], incoming: ['imap.gmail.com', 'imap.googlemail.com'] },
    scopes: { outgoing: ['https://mail.google.com/'], incoming: ['https://mail.google.com/'] },
    asking: { access_type: 'offline', prompt: 'consent' },
    idleDays: null,
  },
  microsoft: {
    name: 'Microsoft',
    hosts: {
      outgoing: ['smtp.office365.com', 'smtp-mail.outlook.com', 'smtp.outlook.com'],
      incoming: ['outlook.office365.com', 'imap-mail.outlook.com'],
    },
    scopes: {
      outgoing: ['https://outlook.office.com/SMTP.Send'],
      incoming: ['https://outlook.office.com/IMAP.AccessAsUser.All'],
    },
    asking: { prompt: 'select_account', response_mode: 'query' },
    idleDays: 90,
  },
};

/** Everything a consent asks for. */
export function consentScopes(provider: OauthProvider, direction: MailDirection): string[] {
  const offline = provider === 'microsoft' ? ['offline_access'] : [];
  return [...oauthProviderFacts[provider].scopes[direction], ...offline, ...identity];
}

/** Where consent is given and tokens are handed out; OAUTH_GOOGLE_URL and OAUTH_MICROSOFT_URL move them. */
export function oauthEndpoints(
  provider: OauthProvider,
  tenant: string,
  env: Pick<Env, 'oauthGoogleUrl' | 'oauthMicrosoftUrl'>,
): { authorize: string; token: string } {
  if (provider === 'google') {
    const { oauthGoogleUrl: base } = env;
    return {
      authorize: `${base ?? 'https://accounts.google.com'}/o/oauth2/v2/auth`,
      token: `${base ?? 'https://oauth2.googleapis.com'}/token`,
    };
  }
  const base = `${env.oauthMicrosoftUrl ?? 'https://login.microsoftonline.com'}/${encodeURIComponent(tenant)}/oauth2/v2.0`;
  return { authorize: `${base}/authorize`, token: `${base}/token` };
}

/** Whether the operator replaced the provider by one of his own, whose mail hosts nobody knows. */
export function isProviderReplaced(
  provider: OauthProvider,
  env: Pick<Env, 'oauthGoogleUrl' | 'oauthMicrosoftUrl'>,
): boolean {
  return (provider === 'google' ? env.oauthGoogleUrl : env.oauthMicrosoftUrl) !== undefined;
}

/** The provider a mail host belongs to; null for every other host. */
export function providerOfHost(host: string, direction: MailDirection): OauthProvider | null {
  const found = Object.entries(oauthProviderFacts).find(([, facts]) =>
    facts.hosts[direction].includes(host.trim().toLowerCase()),
  );
  return (found?.[0] as OauthProvider | undefined) ?? null;
}
