/** How often something may be tried. */
export interface RateRule {
  limit: number;
  windowSeconds: number;
}

export interface RateVerdict {
  allowed: boolean;
  /** Seconds until the window is over; 0 when allowed. */
  retryAfterSeconds: number;
}

/** Many people share the address of an office, so it may try more often than one account is tried. */
export const signInPerAddress: RateRule = { limit: 50, windowSeconds: 15 * 60 };
export const signInPerAccount: RateRule = { limit: 10, windowSeconds: 15 * 60 };
export const resetPerAddress: RateRule = { limit: 20, windowSeconds: 3600 };
export const resetPerAccount: RateRule = { limit: 3, windowSeconds: 3600 };
export const setupPerAddress: RateRule = { limit: 20, windowSeconds: 15 * 60 };
/** Tokens are too long to guess; this only keeps hashing from being used to load the machine. */
export const tokenPerAddress: RateRule = { limit: 60, windowSeconds: 15 * 60 };

/**
 * Whether an attempt may go on.
 * @param count attempts of the window, this one included
 */
export function judgeRate(count: number, windowStart: Date, rule: RateRule, now: Date): RateVerdict {
  if (count <= rule.limit) return { allowed: true, retryAfterSeconds: 0 };
  const left = windowStart.getTime() + rule.windowSeconds * 1000 - now.getTime();
  return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(left / 1000)) };
}

/** A wait in words: `40 seconds`, `1 minute`, `14 minutes`. */
export function waitInWords(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
