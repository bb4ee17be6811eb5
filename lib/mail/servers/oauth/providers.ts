import type { OauthProvider } from '#lib/core/enumerations.ts';
import type { Env } from '#lib/core/env.ts';

/** Which way mail goes at the server a grant is for. */
export type MailDirection = 'outgoing' | 'incoming';

/** What one speaks with a server; permissions and hosts differ by it. */
export type MailProtocol = 'smtp' | 'imap' | 'pop3';

interface ProviderFacts {
  name: string;
  /** The hosts a grant may sign in to; the first is the usual one. */
  hosts: Record<MailProtocol, readonly [string, ...string[]]>;
  scopes: Record<MailProtocol, readonly string[]>;
  /** Parameters of the authorization request beyond the standard's. */
  asking: Record<string, string>;
  /** Days without use after which the provider ends a grant; null: it says so itself where it does. */
  idleDays: number | null;
}

/** Who the account is: asked together with the permission, so that the right one consents. */
const identity = ['openid', 'email', 'profile'];
/** Google knows one permission for all mail protocols. */
const googleMail = 'https://mail.google.com/';

/**
 * What the providers document: Google "Using OAuth 2.0 for Web Server Applications" and "XOAUTH2 mechanism"; Microsoft
 * "Authenticate an IMAP, POP or SMTP connection using OAuth".
 */
export const oauthProviderFacts: Record<OauthProvider, ProviderFacts> = {
  google: {
    name: 'Google',
    hosts: {
      smtp: ['smtp.gmail.com', 'smtp.googlemail.com'],
      imap: ['imap.gmail.com', 'imap.googlemail.com'],
      pop3: ['pop.gmail.com', 'pop.googlemail.com'],
    },
    scopes: { smtp: [googleMail], imap: [googleMail], pop3: [googleMail] },
    asking: { access_type: 'offline', prompt: 'consent' },
    idleDays: null,
  },
  microsoft: {
    name: 'Microsoft',
    hosts: {
      smtp: ['smtp.office365.com', 'smtp-mail.outlook.com', 'smtp.outlook.com'],
      imap: ['outlook.office365.com', 'imap-mail.outlook.com'],
      pop3: ['outlook.office365.com', 'pop-mail.outlook.com'],
    },
    scopes: {
      smtp: ['https://outlook.office.com/SMTP.Send'],
      imap: ['https://outlook.office.com/IMAP.AccessAsUser.All'],
      pop3: ['https://outlook.office.com/POP.AccessAsUser.All'],
    },
    asking: { prompt: 'select_account', response_mode: 'query' },
    idleDays: 90,
  },
};

/** Everything a consent asks for. */
export function consentScopes(provider: OauthProvider, protocol: MailProtocol): string[] {
  const offline = provider === 'microsoft' ? ['offline_access'] : [];
  return [...oauthProviderFacts[provider].scopes[protocol], ...offline, ...identity];
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
export function providerOfHost(host: string, protocol: MailProtocol): OauthProvider | null {
  const found = Object.entries(oauthProviderFacts).find(([, facts]) =>
    facts.hosts[protocol].includes(host.trim().toLowerCase()),
  );
  return (found?.[0] as OauthProvider | undefined) ?? null;
}
