import type { DeliveryState, EmailState } from '#lib/core/enumerations.ts';

/**
 * The state of a mail, from how many of its deliveries are in which state: any that went wrong makes it `failed`, else
 * any under way `sending`, any waiting `outgoing`, any arrived `sent`, else `cancelled`. Null for a mail without
 * deliveries: nothing follows.
 */
export function deriveEmailState(counts: Partial<Record<DeliveryState, number>>): EmailState | null {
  const any = (...states: DeliveryState[]) => states.some((state) => (counts[state] ?? 0) > 0);
  if (any('failed', 'bounced', 'unknown')) return 'failed';
  if (any('sending')) return 'sending';
  if (any('queued', 'deferred')) return 'outgoing';
  if (any('sent')) return 'sent';
  return any('cancelled', 'suppressed') ? 'cancelled' : null;
}
