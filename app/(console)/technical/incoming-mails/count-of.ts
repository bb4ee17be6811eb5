import type { IncomingOutcome } from '#lib/core/enumerations.ts';
import type { IncomingCounts } from '#lib/mail/incoming/incoming-mail-schema.ts';

/** What a tab of these outcomes counts, none naming all mails: up to the limit of the counts, and whether there are more. */
export function countOf(
  counts: IncomingCounts,
  outcomes: readonly IncomingOutcome[],
): { value: number; andMore: boolean } {
  const { limit, more } = counts;
  if (outcomes.length === 0) return { value: counts.all, andMore: more.includes('all') };
  const sum = outcomes.reduce((total, outcome) => total + (counts.outcomes[outcome] ?? 0), 0);
  const andMore = sum > limit || outcomes.some((outcome) => more.includes(outcome));
  return { value: Math.min(sum, limit), andMore };
}
