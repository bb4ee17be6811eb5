import type { DeliveryState } from '#lib/core/enumerations.ts';

/** What became of deliveries. `deferred` counts all that are tried again later. */
export interface SendOutcome {
  sent: number;
  failed: number;
  deferred: number;
}

export const emptyOutcome: SendOutcome = { sent: 0, failed: 0, deferred: 0 };

/** Both together. */
export function addOutcomes(a: SendOutcome, b: SendOutcome): SendOutcome {
  return { sent: a.sent + b.sent, failed: a.failed + b.failed, deferred: a.deferred + b.deferred };
}

/** Counts states. */
export function countOutcome(states: DeliveryState[]): SendOutcome {
  const sent = states.filter((state) => state === 'sent').length;
  const deferred = states.filter((state) => state === 'queued' || state === 'deferred').length;
  return { sent, deferred, failed: states.length - sent - deferred };
}
