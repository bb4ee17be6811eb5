import type { OauthProvider } from '#lib/core/enumerations.ts';
import type { MailDirection, MailProtocol } from './providers.ts';

/** The server a grant is for. */
export interface GrantOwner {
  direction: MailDirection;
  serverId: number;
}

/** What of a server matters to its sign-in. */
export interface MailAccount {
  name: string;
  protocol: MailProtocol;
  host: string | null;
  username: string | null;
  oauthProvider: OauthProvider | null;
}

/** A grant as lists, forms and the API show it: no token. */
export interface GrantStatus {
  provider: OauthProvider;
  account: string;
  connectedAt: Date;
  /** When the provider ends it, where that is known; using it may move that. */
  expiresAt: Date | null;
  /** False: only connecting the account again helps. */
  usable: boolean;
  lastError: string | null;
}

/** The page on which a server is mended. */
export function pageOf({ direction, serverId }: GrantOwner): string {
  return `/technical/${direction}-servers/${serverId}`;
}
