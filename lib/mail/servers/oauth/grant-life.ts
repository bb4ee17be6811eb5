import { addMilliseconds } from '#lib/core/clock.ts';
import type { OauthProvider } from '#lib/core/enumerations.ts';
import { oauthProviderFacts } from './providers.ts';

const dayMs = 86_400_000;
/** Google ends grants of applications in testing after 7 days: a warning must leave time, and not come on the first day. */
const warnMs = 3 * dayMs;
/** For how long refreshes may fail before somebody is told that the grant may be lost. */
const patienceMs = 3_600_000;

/**
 * When the grant itself ends, counted from a use of it.
 * @returns null where the provider names no end
 */
export function grantExpiry(
  provider: OauthProvider,
  tokens: { grantExpiresIn: number | null },
  now: Date,
): Date | null {
  if (tokens.grantExpiresIn !== null) return addMilliseconds(now, tokens.grantExpiresIn * 1000);
  const { idleDays } = oauthProviderFacts[provider];
  return idleDays === null ? null : addMilliseconds(now, idleDays * dayMs);
}

export interface GrantLife {
  provider: OauthProvider;
  account: string;
  grantExpiresAt: Date | null;
  refreshedAt: Date | null;
  lastError: string | null;
}

/** What to warn of before mail stops: a grant that ends soon, or that cannot be renewed; null: all is well. */
export function earlyWarning(grant: GrantLife, now: Date): string | null {
  const { name } = oauthProviderFacts[grant.provider];
  const left = grant.grantExpiresAt ? grant.grantExpiresAt.getTime() - now.getTime() : null;
  if (left !== null && left < warnMs) {
    const days = Math.max(0, Math.floor(left / dayMs));
    const when = days === 0 ? 'within a day' : `in ${days} ${days === 1 ? 'day' : 'days'}`;
    const test =
      grant.provider === 'google'
        ? ' Google ends the permissions of applications in testing after 7 days: publish the application in the Google Cloud console to stop that.'
        : '';
    return `The permission of ${grant.account} at ${name} ends ${when}. Connect the account again before.${test}`;
  }
  const failingFor = grant.lastError && grant.refreshedAt ? now.getTime() - grant.refreshedAt.getTime() : 0;
  return failingFor > patienceMs
    ? `The permission of ${grant.account} could not be renewed since ${grant.refreshedAt?.toISOString()}: ${grant.lastError}`
    : null;
}
