import { describe, expect, it } from 'vitest';
import type { DeliveryStage } from '#lib/core/enumerations.ts';
import { classifyReply, readReply } from '#lib/mail/outgoing/verdict/classify-reply.ts';

const replied = (stage: DeliveryStage, reply: string) =>
  classifyReply({ stage, reply, networkCode: null, message: reply });
const lost = (stage: DeliveryStage, networkCode: string) =>
  classifyReply({ stage, reply: null, networkCode, message: networkCode });

describe('a refused recipient', () => {
  it.each([
    ['550 5.1.1 User unknown', 'fail', 'mail_email_invalid'],
    ['550 5.1.10 Recipient not found', 'fail', 'mail_email_invalid'],
    ['553 5.1.3 Bad address syntax', 'fail', 'mail_email_invalid'],
    ['550 no such user here', 'fail', 'mail_email_invalid'],
    ['550 5.7.1 Blocked by policy', 'fail', 'rejected'],
    ['550 5.2.2 Mailbox full', 'fail', 'rejected'],
    ['552 5.2.2 Over quota', 'fail', 'rejected'],
    ['554 5.7.1 Rejected: listed at spamhaus', 'fail', 'rejected'],
    ['450 4.2.0 Greylisted', 'defer', 'mail_smtp'],
    ['451 4.3.0 Try later', 'defer', 'mail_smtp'],
    ['452 4.2.2 Over quota', 'defer', 'mail_smtp'],
    ['452 4.5.3 Too many recipients', 'split', 'mail_smtp'],
    ['452 too many recipients', 'split', 'mail_smtp'],
  ])('%s: %s, %s', (reply, next, failureType) => {
    expect(replied('rcpt', reply)).toMatchObject({ fault: 'recipient', next, failureType });
  });

  it('is the sender’s trouble where the server does not relay', () => {
    expect(replied('rcpt', '554 5.7.1 Relay access denied')).toMatchObject({ fault: 'from', next: 'wait' });
  });
});

describe('a fault of the server spends no attempt', () => {
  it.each([
    ['connect', 'ECONNREFUSED'],
    ['connect', 'EDNS'],
    ['connect', 'ETIMEDOUT'],
    ['tls', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['mail', 'ECONNRESET'],
    ['rcpt', 'ETIMEDOUT'],
    ['intent', 'ECONNRESET'],
  ] as const)('connection trouble at %s (%s)', (stage, code) => {
    expect(lost(stage, code)).toMatchObject({ fault: 'server', next: 'wait', opensBreaker: false });
  });

  it.each([
    ['mail', '421 4.3.2 Shutting down', false],
    ['connect', '554 No SMTP service here', false],
    ['auth', '535 5.7.8 Bad credentials', true],
    ['auth', '534 5.7.9 App password required', true],
    ['mail', '530 5.7.0 Must issue a STARTTLS command first', true],
    ['auth', '454 4.7.0 Temporary authentication failure', false],
  ] as const)('%s: %s; breaker at once: %s', (stage, reply, opensBreaker) => {
    expect(replied(stage, reply)).toMatchObject({ fault: 'server', next: 'wait', opensBreaker });
  });
});

it('lets the pair of server and sender wait when MAIL FROM is refused for good', () => {
  expect(replied('mail', '553 5.7.1 Not owned by user')).toMatchObject({ fault: 'from', next: 'wait' });
  expect(replied('mail', '451 4.7.0 Try later')).toMatchObject({ fault: 'message', next: 'defer' });
});

describe('a refused message', () => {
  it.each([
    ['data', '554 5.5.1 No valid recipients', 'fail', 'rejected'],
    ['dot', '550 5.7.1 Spam', 'fail', 'rejected'],
    ['dot', '552 5.3.4 Message too big', 'fail', 'too_large'],
    ['mail', '552 Message size exceeds fixed limit', 'fail', 'too_large'],
    ['dot', '451 4.3.0 Queue file write error', 'defer', 'mail_smtp'],
    ['data', '450 4.7.1 Slow down', 'defer', 'mail_smtp'],
  ] as const)('%s: %s: %s, %s', (stage, reply, next, failureType) => {
    expect(replied(stage, reply)).toMatchObject({ fault: 'message', next, failureType });
  });

  it('costs an attempt when the server hangs up while the message travels', () => {
    expect(lost('data', 'ECONNRESET')).toMatchObject({ fault: 'message', next: 'defer' });
  });

  it('is too large where the server announced less', () => {
    expect(lost('mail', 'EMESSAGE')).toMatchObject({ next: 'fail', failureType: 'too_large' });
  });
});

it('takes replies apart, also of several lines and without enhanced code', () => {
  expect(readReply('550-5.7.26 Unauthenticated\n550 5.7.26 see https://x.example')).toMatchObject({
    code: 550,
    enhanced: '5.7.26',
  });
  expect(readReply('450 Busy')).toEqual({ code: 450, enhanced: null, text: 'Busy' });
  expect(readReply(null)).toMatchObject({ code: null });
});
