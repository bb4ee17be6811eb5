import { describe, expect, it } from 'vitest';
import { afterFailure, type Breaker, closedBreaker, mayTry, waitLonger } from '#lib/mail/outgoing/verdict/breaker.ts';
import { refusedVerdict, unknownVerdict } from '#lib/mail/outgoing/verdict/decide-verdict.ts';
import { deriveEmailState } from '#lib/mail/outgoing/verdict/derive-email-state.ts';

describe('the state of a mail', () => {
  it.each([
    [{ sent: 4, failed: 1, queued: 2 }, 'failed'],
    [{ sent: 4, bounced: 1 }, 'failed'],
    [{ unknown: 1 }, 'failed'],
    [{ sending: 1, queued: 5, sent: 1 }, 'sending'],
    [{ queued: 1, sent: 9 }, 'outgoing'],
    [{ deferred: 1, sent: 9 }, 'outgoing'],
    [{ sent: 1, cancelled: 3 }, 'sent'],
    [{ cancelled: 2 }, 'cancelled'],
    [{ suppressed: 2 }, 'cancelled'],
    [{}, null],
  ] as const)('%j is %s', (counts, state) => {
    expect(deriveEmailState(counts)).toBe(state);
  });
});

describe('the breaker of a server', () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000);
  const failure = { atOnce: false, reason: 'down' };
  const failAt = (...times: number[]) =>
    times.reduce((breaker: Breaker, time) => afterFailure(breaker, at(time), failure), closedBreaker);

  it('opens at the third failure within 60 seconds', () => {
    expect(failAt(0, 20).state).toBe('closed');
    expect(failAt(0, 20, 59)).toMatchObject({ state: 'open', nextProbeAt: at(89) });
  });

  it('stays closed while failures are further apart', () => {
    expect(failAt(0, 40, 80, 120, 160).state).toBe('closed');
  });

  it('opens at once when the server refuses the sign-in', () => {
    expect(afterFailure(closedBreaker, at(0), { atOnce: true, reason: '535' })).toMatchObject({
      state: 'open',
      reason: '535',
    });
  });

  it('lets nobody through until the probe is due, then one', () => {
    const open = failAt(0, 1, 2);
    expect(mayTry(open, at(10))).toEqual({ kind: 'wait', until: at(32) });
    expect(mayTry(open, at(32))).toEqual({ kind: 'probe' });
    expect(mayTry(waitLonger(open, at(32)), at(33))).toEqual({ kind: 'wait', until: at(92) });
  });

  it('doubles the wait up to 15 minutes', () => {
    let open = failAt(0, 1, 2);
    const waits: number[] = [];
    for (let probe = 0; probe < 7; probe++) {
      const due = open.nextProbeAt as Date;
      open = waitLonger(open, due);
      waits.push(((open.nextProbeAt as Date).getTime() - due.getTime()) / 1000);
    }
    expect(waits).toEqual([60, 120, 240, 480, 900, 900, 900]);
  });
});

describe('a delivery after an attempt', () => {
  const now = new Date('2026-03-10T00:00:00Z');
  const old = new Date('2026-03-04T00:00:00Z');
  const facts = (next: 'defer' | 'wait', fault: 'recipient' | 'server') => ({
    classification: { fault, next, failureType: 'mail_smtp' as const, opensBreaker: false, hint: null },
    stage: 'rcpt' as const,
    reply: '450 later',
    reason: 'Later.',
    waitUntil: new Date('2026-03-10T00:00:30Z'),
    random: 0.5,
  });

  it('fails in the end when the recipient’s server puts it off for five days', () => {
    const delivery = { lane: 0, attempts: 30, firstAttemptAt: old };
    expect(refusedVerdict(delivery, facts('defer', 'recipient'), now)).toMatchObject({
      state: 'failed',
      failureType: 'deferred_too_long',
    });
  });

  it('does not age while its own server is down', () => {
    const delivery = { lane: 0, attempts: 0, firstAttemptAt: old };
    expect(refusedVerdict(delivery, facts('wait', 'server'), now)).toMatchObject({ state: 'queued', attempts: 0 });
  });

  it('is repeated once after an unknown end for a person, and not at all for bulk', () => {
    const personal = { lane: 0, attempts: 0, firstAttemptAt: now };
    expect(unknownVerdict(personal, 0, null, now)).toMatchObject({ state: 'deferred', nextAttemptAt: now });
    expect(unknownVerdict(personal, 1, null, now)).toMatchObject({ state: 'unknown' });
    expect(unknownVerdict({ ...personal, lane: 10 }, 0, null, now)).toMatchObject({ state: 'unknown' });
  });
});
