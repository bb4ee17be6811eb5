import { addMilliseconds } from '#lib/core/clock.ts';

/** What is known of a server's health. */
export interface Breaker {
  state: 'closed' | 'open';
  /** Failures since `firstFailureAt`. */
  failures: number;
  firstFailureAt: Date | null;
  openedAt: Date | null;
  /** While open: from then on one transaction may try. */
  nextProbeAt: Date | null;
  /** Probes that failed in a row. */
  probes: number;
  reason: string | null;
}

export const closedBreaker: Breaker = {
  state: 'closed',
  failures: 0,
  firstFailureAt: null,
  openedAt: null,
  nextProbeAt: null,
  probes: 0,
  reason: null,
};

const failuresToOpen = 3;
const windowMs = 60_000;
const firstProbeMs = 30_000;
const longestProbeMs = 15 * 60_000;

/**
 * The breaker after a failure of the server: open at the third within 60 seconds, at once where the server refused the
 * sign-in.
 */
export function afterFailure(breaker: Breaker, now: Date, failure: { atOnce: boolean; reason: string }): Breaker {
  const recent = breaker.firstFailureAt !== null && now.getTime() - breaker.firstFailureAt.getTime() < windowMs;
  const failures = recent ? breaker.failures + 1 : 1;
  const counted = {
    ...breaker,
    failures,
    firstFailureAt: recent ? breaker.firstFailureAt : now,
    reason: failure.reason,
  };
  // Transactions that were under way when it opened fail too; the probe's wait was set when it began.
  if (breaker.state === 'open') return { ...breaker, reason: failure.reason };
  if (!failure.atOnce && failures < failuresToOpen) return counted;
  return { ...counted, state: 'open', openedAt: now, probes: 0, nextProbeAt: addMilliseconds(now, firstProbeMs) };
}

/** An open breaker whose probe begins now: the next one waits twice as long, from 30 seconds up to 15 minutes. */
export function waitLonger(breaker: Breaker, now: Date): Breaker {
  const probes = breaker.probes + 1;
  const wait = Math.min(firstProbeMs * 2 ** probes, longestProbeMs);
  return { ...breaker, probes, nextProbeAt: addMilliseconds(now, wait) };
}

/** Whether a transaction may begin: freely, as the one probe, or not before a moment. */
export function mayTry(breaker: Breaker, now: Date): { kind: 'free' | 'probe' } | { kind: 'wait'; until: Date } {
  if (breaker.state === 'closed') return { kind: 'free' };
  const until = breaker.nextProbeAt ?? now;
  return now >= until ? { kind: 'probe' } : { kind: 'wait', until };
}
