import { oauthGrant } from '#drizzle/schema/oauth.ts';
import type { OauthProvider } from '#lib/core/enumerations.ts';
import type { GrantStatus } from './grant-owner.ts';

/** What a statement that joins the grant of a server reads of it: no token. */
export const grantColumns = {
  grantProvider: oauthGrant.provider,
  grantAccount: oauthGrant.account,
  grantConnectedAt: oauthGrant.createdAt,
  grantExpiresAt: oauthGrant.grantExpiresAt,
  grantRefusedAt: oauthGrant.refusedAt,
  grantLastError: oauthGrant.lastError,
};

export interface GrantColumns {
  grantProvider: OauthProvider | null;
  grantAccount: string | null;
  grantConnectedAt: Date | null;
  grantExpiresAt: Date | null;
  grantRefusedAt: Date | null;
  grantLastError: string | null;
}

/** Takes the grant out of a row that was read with {@link grantColumns}. */
export function withGrant<R extends GrantColumns>(row: R): Omit<R, keyof GrantColumns> & { oauth: GrantStatus | null } {
  const { grantProvider, grantAccount, grantConnectedAt, grantExpiresAt, grantRefusedAt, grantLastError, ...rest } =
    row;
  if (!grantProvider || !grantAccount || !grantConnectedAt) return { ...rest, oauth: null };
  const oauth = {
    provider: grantProvider,
    account: grantAccount,
    connectedAt: grantConnectedAt,
    expiresAt: grantExpiresAt,
    usable: grantRefusedAt === null,
    lastError: grantLastError,
  };
  return { ...rest, oauth };
}
