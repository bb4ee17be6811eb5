import type { DeliveryState, EmailState } from '#lib/core/enumerations.ts';

/** What the state of a mail follows from: the first line of which it has a delivery. */
export const emailStateRules: { state: EmailState; of: DeliveryState[] }[] = [
  { state: 'failed', of: ['failed', 'bounced', 'unknown'] },
  { state: 'sending', of: ['sending'] },
  { state: 'outgoing', of: ['queued', 'deferred'] },
  { state: 'sent', of: ['sent'] },
  { state: 'cancelled', of: ['cancelled', 'suppressed'] },
];

/**
 * The state of a mail, from how many of its deliveries are in which state: any that went wrong makes it `failed`, else
 * any under way `sending`, any waiting `outgoing`, any arrived `sent`, else `cancelled`. Null for a mail without
 * deliveries: nothing follows.
 */
export function deriveEmailState(counts: Partial<Record<DeliveryState, number>>): EmailState | null {
  const rule = emailStateRules.find(({ of }) => of.some((state) => (counts[state] ?? 0) > 0));
  return rule?.state ?? null;
}
