/** What decides how many mails a day may leave through the default server. */
export interface DailyLimitFacts {
  /** `mail.daily.limit`, or what the environment fixes; null: neither. */
  set: number | null;
  /** `on_premise`, `online` or `sh`. */
  edition: string;
  plan: string;
  /** The database is a restored backup: it was once somebody else's. */
  restored: boolean;
}

const withSubscription = 200;
const otherwise = 50;

/**
 * Mails a day through the default server; null: as many as come. A set limit counts everywhere; without one there is
 * none on premise, 200 with a subscription and 50 without, and 50 for a restored backup until the operator sets another.
 */
export function dailyLimitOf({ set, edition, plan, restored }: DailyLimitFacts): number | null {
  if (set !== null) return set;
  if (edition === 'on_premise') return null;
  return plan === 'subscription' && !restored ? withSubscription : otherwise;
}

/** From this share on a warning appears. */
const warnFrom = 0.8;

/** How near the limit is. */
export type DailyLimitLevel = 'fine' | 'near' | 'reached';

/** `near` from 80 % on, `reached` at 100 %. */
export function dailyLimitLevel(limit: number | null, used: number): DailyLimitLevel {
  if (limit === null) return 'fine';
  if (used >= limit) return 'reached';
  return used >= limit * warnFrom ? 'near' : 'fine';
}
