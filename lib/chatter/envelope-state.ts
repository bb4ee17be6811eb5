import type { DeliveryState, EnvelopeState } from '#lib/core/enumerations.ts';

/** One recipient of a message as the envelope's popover shows it. */
export interface EnvelopeRecipient {
  notificationId: number;
  contactId: number | null;
  name: string;
  email: string;
  channel: 'email' | 'inbox';
  state: DeliveryState;
  failureType: string | null;
  /** In words; what the server said where it said something. */
  reason: string | null;
  emailId: number | null;
  deliveryId: number | null;
  ignored: boolean;
}

export interface Envelope {
  state: EnvelopeState;
  recipients: EnvelopeRecipient[];
}

const failed: DeliveryState[] = ['failed', 'bounced', 'unknown'];
const pending: DeliveryState[] = ['queued', 'sending', 'deferred'];

/**
 * The envelope beside a message: red while somebody did not get it and nobody said that is all right; a clock while
 * something is under way; else outlined. Null where nobody was to be told.
 */
export function envelopeOf(recipients: EnvelopeRecipient[]): Envelope | null {
  if (recipients.length === 0) return null;
  const isOpen = (states: DeliveryState[]) =>
    recipients.some(({ state, ignored }) => !ignored && states.includes(state));
  const state = isOpen(failed) ? 'failed' : isOpen(pending) ? 'pending' : 'sent';
  return { state, recipients };
}

/** Whether a recipient did not get the message, whether or not that was acknowledged. */
export function hasFailed(state: DeliveryState): boolean {
  return failed.includes(state);
}

/**
 * The state of one recipient: of the delivery where there is one; otherwise an Inbox entry is there at once, and a
 * mail that could not even be tried has failed.
 */
export function recipientState(
  notification: { channel: 'email' | 'inbox'; failureType: string | null },
  deliveryState: DeliveryState | null,
): DeliveryState {
  if (notification.failureType) return 'failed';
  if (notification.channel === 'inbox') return 'sent';
  return deliveryState ?? 'cancelled';
}
