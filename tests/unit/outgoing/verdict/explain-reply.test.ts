import { describe, expect, it } from 'vitest';
import type { DeliveryStage } from '#lib/core/enumerations.ts';
import { explainReply, reasonFor } from '#lib/mail/outgoing/verdict/explain-reply.ts';

const cases: [DeliveryStage, string, string][] = [
  ['auth', '534 5.7.9 Application-specific password required', 'gmail-app-password'],
  ['auth', '535 5.7.8 Username and Password not accepted. BadCredentials', 'gmail-bad-credentials'],
  ['auth', '534 5.7.14 Please log in via your web browser', 'gmail-web-login'],
  [
    'auth',
    '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant',
    'office365-smtp-auth-off',
  ],
  ['dot', '554 5.2.252 SendAsDenied; anna@mycompany.example not allowed to send as', 'office365-send-as'],
  ['dot', '550 5.4.5 Daily user sending limit exceeded', 'gmail-daily-limit'],
  ['auth', '535 5.7.8 Error: authentication failed', 'auth-refused'],
  ['mail', '530 5.7.0 Must issue a STARTTLS command first', 'auth-tls-first'],
  ['mail', '530 5.7.1 Authentication required', 'auth-required'],
  ['rcpt', '450 4.2.0 Greylisted, see http://postgrey.example', 'greylisted'],
  ['dot', '550 5.7.23 The message was rejected because of Sender Policy Framework violation: SPF fail', 'spf-failed'],
  ['dot', "550 5.7.1 Unauthenticated email is not accepted due to domain's DMARC policy", 'dmarc-failed'],
  ['dot', '550 5.7.1 DKIM signature missing', 'dkim-failed'],
  ['dot', '550 5.7.26 This mail is unauthenticated', 'gmail-unauthenticated'],
  ['mail', '450 4.7.25 Client host rejected: cannot find your hostname', 'no-reverse-dns'],
  ['rcpt', '554 5.7.1 Service unavailable; Client host blocked using zen.spamhaus.org', 'blocklisted'],
  ['dot', '550 5.7.1 Our system has detected that this message is likely unsolicited mail', 'considered-spam'],
  ['dot', '552 5.7.0 This message contains a virus', 'virus'],
  ['dot', '552 5.7.0 attachment type is blocked', 'blocked-attachment'],
  ['rcpt', '452 4.2.2 The email account is over quota', 'mailbox-full'],
  ['rcpt', '552 Requested mail action aborted: quota exceeded', 'mailbox-full'],
  ['rcpt', '452 4.5.3 Too many recipients', 'too-many-recipients'],
  ['dot', '552 5.3.4 Message size exceeds fixed limit', 'too-large'],
  ['rcpt', '550 5.2.1 The email account is disabled', 'mailbox-disabled'],
  ['rcpt', '550 5.1.10 RESOLVER.ADR.RecipNotFound; not found', 'exchange-recipient-not-found'],
  ['rcpt', '550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup', 'exchange-sender-restricted'],
  ['rcpt', '554 5.7.1 <mary@customer.example>: Relay access denied', 'relay-denied'],
  ['mail', '553 5.7.1 Sender address rejected: not owned by user anna', 'sender-not-allowed'],
  ['dot', '554 Message rejected: Email address is not verified', 'sender-unverified'],
  ['mail', '450 4.1.8 Sender address rejected: Domain not found', 'sender-domain-unknown'],
  ['rcpt', '550 5.1.2 Host or domain name not found', 'unknown-domain'],
  ['rcpt', '550 5.1.1 The email account that you tried to reach does not exist', 'unknown-mailbox'],
  ['rcpt', '550 Unrouteable address', 'unknown-mailbox'],
  ['dot', '421 4.7.28 Unusual rate of mail', 'rate-limited'],
  ['dot', '554 5.4.6 Too many hops', 'loop'],
  ['dot', '550 5.7.1 Refused by local policy', 'policy'],
  ['mail', '421 4.3.0 Closing', 'server-closing'],
  ['rcpt', '550 nope', 'recipient-refused'],
  ['dot', '554 nope', 'refused'],
  ['rcpt', '451 later', 'temporary'],
];

describe('a refusal in plain words', () => {
  it.each(cases)('%s: %s is explained as %s', (stage, reply, rule) => {
    expect(explainReply({ stage, reply, networkCode: null, message: reply })).toMatchObject({ rule });
  });

  it.each([
    ['EDNS', 'getaddrinfo ENOTFOUND', 'dns'],
    ['ECONNREFUSED', 'connect ECONNREFUSED', 'refused-connection'],
    ['EHOSTUNREACH', 'x', 'unreachable'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate', 'tls-self-signed'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'Hostname/IP does not match certificate', 'tls-host-name'],
    ['CERT_HAS_EXPIRED', 'certificate has expired', 'tls-expired'],
    ['ETLS', 'wrong version number', 'tls-wrong-port'],
    ['ETIMEDOUT', 'Greeting never received', 'timeout'],
    ['ECONNRESET', 'read ECONNRESET', 'lost-connection'],
  ])('%s (%s) is explained as %s', (networkCode, message, rule) => {
    expect(explainReply({ stage: 'connect', reply: null, networkCode, message })).toMatchObject({ rule });
  });

  it('names the server, the address, the server’s words and what to do', () => {
    const reply = '550 5.1.1 no such user';
    const failure = { stage: 'rcpt' as const, reply, networkCode: null, message: reply };
    expect(reasonFor(failure, { host: 'mail.customer.example' }, 'mary@customer.example')).toBe(
      'mail.customer.example refused the address mary@customer.example (550 5.1.1 no such user). There is no such mailbox. Check the address with the recipient, correct it, then retry.',
    );
  });
});
