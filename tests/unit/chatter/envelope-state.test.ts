import { describe, expect, it } from 'vitest';
import { type EnvelopeRecipient, envelopeOf, recipientState } from '#lib/chatter/envelope-state.ts';

function recipient(state: EnvelopeRecipient['state'], ignored = false): EnvelopeRecipient {
  const empty = {
    contactId: null,
    name: '',
    email: '',
    failureType: null,
    reason: null,
    emailId: null,
    deliveryId: null,
  };
  return { notificationId: 1, channel: 'email', state, ignored, ...empty };
}

describe('the envelope beside a message', () => {
  it.each<[string, EnvelopeRecipient[], string | null]>([
    ['is absent where nobody was to be told', [], null],
    ['is outlined when all are sent', [recipient('sent'), recipient('sent')], 'sent'],
    ['shows a clock while one is queued', [recipient('sent'), recipient('queued')], 'pending'],
    ['shows a clock while one is deferred', [recipient('deferred')], 'pending'],
    ['is red when one failed, whatever is under way', [recipient('queued'), recipient('failed')], 'failed'],
    ['is red after a bounce', [recipient('sent'), recipient('bounced')], 'failed'],
    ['is red when nobody knows', [recipient('unknown')], 'failed'],
    ['is normal again once the failure is acknowledged', [recipient('sent'), recipient('failed', true)], 'sent'],
    ['is outlined when the rest was cancelled', [recipient('cancelled')], 'sent'],
  ])('%s', (_, recipients, state) => {
    expect(envelopeOf(recipients)?.state ?? null).toBe(state);
  });

  it.each([
    ['an Inbox entry is there at once', { channel: 'inbox' as const, failureType: null }, null, 'sent'],
    ['a mail follows its delivery', { channel: 'email' as const, failureType: null }, 'deferred' as const, 'deferred'],
    [
      'a mail without address has failed',
      { channel: 'email' as const, failureType: 'mail_email_missing' },
      null,
      'failed',
    ],
  ])('%s', (_, notification, delivery, state) => {
    expect(recipientState(notification, delivery)).toBe(state);
  });
});
