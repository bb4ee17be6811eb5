import { describe, expect, it } from 'vitest';
import type { DeliveryStage } from '#lib/core/enumerations.ts';
import { explainReply } from '#lib/mail/outgoing/verdict/explain-reply.ts';

type Case = [stage: DeliveryStage, reply: string, rule: string];

/** What providers and mail servers say, line by line as they say it; only names and addresses are ours. */
const providers: Record<string, Case[]> = {
  Gmail: [
    [
      'rcpt',
      "550-5.1.1 The email account that you tried to reach does not exist. Please try\n550-5.1.1 double-checking the recipient's email address for typos or\n550-5.1.1 unnecessary spaces. For more information, go to\n550 5.1.1  https://support.google.com/mail/?p=NoSuchUser a1-gsmtp",
      'unknown-mailbox',
    ],
    [
      'dot',
      '550-5.7.26 Your email has been blocked because the sender is unauthenticated.\n550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.\n550-5.7.26  Authentication results:\n550-5.7.26  DKIM = did not pass\n550-5.7.26  SPF [mycompany.example] with ip: [192.0.2.1] = did not pass\n550 5.7.26  https://support.google.com/mail/answer/81126#authentication a1-gsmtp',
      'gmail-unauthenticated',
    ],
    [
      'dot',
      "550-5.7.26 Unauthenticated email from mycompany.example is not accepted due to\n550-5.7.26 domain's DMARC policy. Please contact the administrator of\n550 5.7.26 mycompany.example domain if this was a legitimate mail. a1-gsmtp",
      'dmarc-failed',
    ],
    [
      'dot',
      '421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating\n421-4.7.28 from your IP address. To protect our users from spam, mail sent from\n421 4.7.28 your IP address has been temporarily rate limited. a1-gsmtp',
      'rate-limited',
    ],
    [
      'rcpt',
      "452-4.2.2 The recipient's inbox is out of storage space and inactive. Please\n452-4.2.2 direct the recipient to\n452 4.2.2  https://support.google.com/mail/?p=OverQuotaTemp a1-gsmtp",
      'mailbox-full',
    ],
    [
      'rcpt',
      '450-4.2.1 The user you are trying to contact is receiving mail at a rate that\n450 4.2.1 prevents additional messages from being delivered. a1-gsmtp',
      'rate-limited',
    ],
    [
      'rcpt',
      '550-5.2.1 The email account that you tried to reach is inactive. For more\n550 5.2.1 information, go to https://support.google.com/mail/?p=DisabledUser a1-gsmtp',
      'mailbox-disabled',
    ],
    [
      'dot',
      '552-5.7.0 This message was blocked because its content presents a potential\n552-5.7.0 security issue. Please visit\n552 5.7.0  https://support.google.com/mail/?p=BlockedMessage a1-gsmtp',
      'blocked-attachment',
    ],
    [
      'dot',
      '550-5.7.1 [192.0.2.1      12] Our system has detected that this message is\n550-5.7.1 likely unsolicited mail. To reduce the amount of spam sent to Gmail,\n550 5.7.1 this message has been blocked. a1-gsmtp',
      'considered-spam',
    ],
    [
      'auth',
      '535-5.7.8 Username and Password not accepted. For more information, go to\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials a1-gsmtp',
      'gmail-bad-credentials',
    ],
    [
      'auth',
      '534-5.7.9 Application-specific password required. For more information, go to\n534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor a1-gsmtp',
      'gmail-app-password',
    ],
    [
      'dot',
      '550-5.4.5 Daily user sending limit exceeded. For more information on Gmail\n550 5.4.5 sending limits go to https://support.google.com/a/answer/166852 a1-gsmtp',
      'gmail-daily-limit',
    ],
    [
      'mail',
      "550-5.7.1 Invalid credentials for relay [192.0.2.1]. The IP address you've\n550-5.7.1 registered in your Workspace SMTP Relay service doesn't match the domain\n550 5.7.1 of the account this email is being sent from. a1-gsmtp",
      'relay-denied',
    ],
    [
      'dot',
      "552-5.3.4 Your message exceeded Google's message size limits. For more\n552 5.3.4 information, go to https://support.google.com/mail/?p=MaxSizeError a1-gsmtp",
      'too-large',
    ],
    ['connect', '421 4.7.0 Try again later, closing connection. a1-gsmtp', 'server-closing'],
  ],
  'Microsoft 365': [
    [
      'rcpt',
      '550 5.4.1 Recipient address rejected: Access denied. [DB5EUR03FT041.eop-EUR03.prod.protection.outlook.com]',
      'exchange-recipient-not-found',
    ],
    [
      'dot',
      '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient mary@customer.example not found by SMTP address lookup',
      'exchange-recipient-not-found',
    ],
    [
      'rcpt',
      '550 5.7.1 Service unavailable, Client host [192.0.2.1] blocked using Spamhaus. To request removal from this list see https://www.spamhaus.org/query/ip/192.0.2.1 (AS3130)',
      'blocklisted',
    ],
    [
      'mail',
      '550 5.7.606 Access denied, banned sending IP [192.0.2.1]. To request removal from this list please visit https://sender.office.com/',
      'blocklisted',
    ],
    [
      'mail',
      '550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP. For more information please go to http://go.microsoft.com/fwlink/?LinkId=526653',
      'blocklisted',
    ],
    [
      'mail',
      '451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation. For e-mail delivery information, see https://postmaster.live.com (S775)',
      'rate-limited',
    ],
    [
      'mail',
      "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3140).",
      'blocklisted',
    ],
    [
      'dot',
      "550 5.7.515 Access denied, sending domain MYCOMPANY.EXAMPLE doesn't meet the required authentication level.",
      'gmail-unauthenticated',
    ],
    [
      'dot',
      '550 5.7.509: Access denied, sending domain mycompany.example does not pass DMARC verification and has a DMARC policy of reject.',
      'dmarc-failed',
    ],
    [
      'auth',
      '535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [AM0PR01CA0100.eurprd01.prod.exchangelabs.com]',
      'office365-smtp-auth-off',
    ],
    ['auth', '535 5.7.3 Authentication unsuccessful [AM0PR01CA0100.eurprd01.prod.exchangelabs.com]', 'auth-refused'],
    [
      'mail',
      '530 5.7.57 Client not authenticated to send mail. [AM0PR01CA0100.eurprd01.prod.exchangelabs.com]',
      'auth-required',
    ],
    [
      'dot',
      '554 5.2.252 SendAsDenied; anna@mycompany.example not allowed to send as bert@mycompany.example; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied',
      'office365-send-as',
    ],
    ['mail', '550 5.7.60 SMTP; Client does not have permissions to send as this sender', 'office365-send-as'],
    ['dot', '550 5.1.8 Access denied, bad outbound sender AS(42003)', 'office365-account-blocked'],
    [
      'dot',
      "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients.",
      'office365-sending-limit',
    ],
    [
      'dot',
      '432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded [Hostname=AM0PR01MB0001.eurprd01.prod.exchangelabs.com]',
      'rate-limited',
    ],
    ['dot', '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException', 'mailbox-full'],
    ['rcpt', '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain', 'relay-denied'],
    [
      'dot',
      '550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction check failed because the sender was not authenticated when sending to this group',
      'exchange-sender-restricted',
    ],
  ],
  'Amazon SES': [
    [
      'dot',
      '554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: anna@mycompany.example',
      'sender-unverified',
    ],
    ['dot', '454 Throttling failure: Maximum sending rate exceeded.', 'rate-limited'],
    ['dot', '454 Throttling failure: Daily message quota exceeded.', 'sending-limit'],
    ['auth', '535 Authentication Credentials Invalid', 'auth-refused'],
    [
      'dot',
      "554 Access denied: User `arn:aws:iam::111122223333:user/mailer' is not authorized to perform `ses:SendRawEmail' on resource `arn:aws:ses:eu-west-1:111122223333:identity/mycompany.example'",
      'sender-unverified',
    ],
    [
      'dot',
      '554 Message rejected: Sending paused for this account. For more information, see the inbox',
      'account-paused',
    ],
  ],
  'other relays': [
    [
      'dot',
      '550 The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved. Visit https://sendgrid.com/docs/for-developers/sending-email/sender-identity/ to see the Sender Identity requirements',
      'sender-unverified',
    ],
    ['auth', '451 Authentication failed: Maximum credits exceeded', 'sending-limit'],
    [
      'mail',
      '421 4.7.0 Domain mg.mycompany.example is not allowed to send: Please activate your Mailgun account.',
      'account-paused',
    ],
    [
      'dot',
      "550 5.0.0 The 'From' address you supplied is not a Sender Signature on your account.",
      'sender-unverified',
    ],
    ['auth', '525 5.7.1 Unauthorized IP address', 'ip-not-authorised'],
  ],
  Postfix: [
    [
      'rcpt',
      '550 5.1.1 <mary@customer.example>: Recipient address rejected: User unknown in virtual mailbox table',
      'unknown-mailbox',
    ],
    ['rcpt', '454 4.7.1 <mary@customer.example>: Relay access denied', 'relay-denied'],
    [
      'rcpt',
      '450 4.2.0 <mary@customer.example>: Recipient address rejected: Greylisted, see http://postgrey.example/help/customer.example.html',
      'greylisted',
    ],
    ['rcpt', '450 4.1.8 <anna@mycompany.example>: Sender address rejected: Domain not found', 'sender-domain-unknown'],
    ['rcpt', '504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname', 'helo-refused'],
    ['rcpt', '450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.1]', 'no-reverse-dns'],
    [
      'rcpt',
      '553 5.7.1 <anna@mycompany.example>: Sender address rejected: not owned by user bert@mycompany.example',
      'sender-not-allowed',
    ],
    [
      'rcpt',
      '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.1',
      'blocklisted',
    ],
    [
      'rcpt',
      '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using bl.spamcop.net; Blocked - see https://www.spamcop.net/bl.shtml?192.0.2.1',
      'blocklisted',
    ],
    [
      'rcpt',
      '550 5.7.23 <mary@customer.example>: Recipient address rejected: Message rejected due to: SPF fail - not authorized. Please see http://www.openspf.net/Why',
      'spf-failed',
    ],
    ['mail', '552 5.3.4 Message size exceeds fixed limit', 'too-large'],
    ['mail', '452 4.3.1 Insufficient system storage', 'mailbox-full'],
    ['rcpt', '452 4.5.3 Error: too many recipients', 'too-many-recipients'],
    ['rcpt', '451 4.3.0 <mary@customer.example>: Temporary lookup failure', 'temporary'],
    ['dot', '554 5.7.1 Spam message rejected', 'considered-spam'],
    ['dot', '550 5.7.1 virus Eicar-Test-Signature found', 'virus'],
    ['dot', '554 5.4.0 Error: too many hops', 'loop'],
    ['mail', '530 5.7.0 Must issue a STARTTLS command first', 'auth-tls-first'],
    ['auth', '535 5.7.8 Error: authentication failed: (reason unavailable)', 'auth-refused'],
  ],
  Exim: [
    ['rcpt', '550 Unrouteable address', 'unknown-mailbox'],
    ['rcpt', '550 No Such User Here', 'unknown-mailbox'],
    [
      'rcpt',
      '550-Verification failed for <anna@mycompany.example>\n550-No Such User Here\n550 Sender verify failed',
      'sender-verify-failed',
    ],
    ['rcpt', '451 Could not complete sender verify callout', 'sender-verify-failed'],
    ['rcpt', '451 Temporary local problem - please try later', 'temporary'],
    ['rcpt', '451 Deferred due to greylisting. Host: 192.0.2.1. Please try again in 300 seconds.', 'greylisted'],
    ['dot', '552 Message size exceeds maximum permitted', 'too-large'],
    ['dot', '550 This message was classified as SPAM and may not be delivered', 'considered-spam'],
    ['rcpt', '550 relay not permitted', 'relay-denied'],
  ],
  'other mailboxes': [
    [
      'mail',
      "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in Spamhaus's list; see http://postmaster.yahooinc.com/550-bl23.html",
      'blocklisted',
    ],
    [
      'mail',
      '421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes',
      'rate-limited',
    ],
    [
      'dot',
      '554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes',
      'policy',
    ],
    ['rcpt', '552 1 Requested mail action aborted, mailbox not found', 'unknown-mailbox'],
    [
      'connect',
      '554-gmx.example (mxgmx017) Nemesis ESMTP Service not available\n554-No SMTP service\n554-IP address is black listed.\n554 For explanation visit https://postmaster.gmx.example/error-messages?ip=192.0.2.1',
      'blocklisted',
    ],
    [
      'mail',
      '550-Requested action not taken: mailbox unavailable\n550 invalid DNS MX or A/AAAA resource record',
      'sender-domain-unknown',
    ],
    ['rcpt', '550 Requested action not taken: mailbox unavailable', 'unknown-mailbox'],
    [
      'dot',
      '550 5.7.1 [CS01] Message rejected due to local policy. Please visit https://support.apple.com/en-us/HT204137',
      'policy',
    ],
    ['connect', '554 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1', 'blocklisted'],
    [
      'rcpt',
      '554 Service unavailable; Client host [192.0.2.1] blocked using Barracuda Reputation; http://www.barracudanetworks.com/reputation/?r=1&ip=192.0.2.1',
      'blocklisted',
    ],
    ['rcpt', '550 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550 [a1]', 'unknown-mailbox'],
    [
      'dot',
      '550 Rejected by header based Anti-Spoofing policy: anna@mycompany.example - https://community.mimecast.com/docs/DOC-1369#550',
      'anti-spoofing',
    ],
    ['rcpt', '556 5.1.10 Recipient address has null MX', 'null-mx'],
    ['rcpt', '501 5.1.3 Bad recipient address syntax', 'bad-address-syntax'],
    ['dot', '550 5.7.1 The attachment type .exe is not allowed', 'blocked-attachment'],
  ],
};

describe.each(Object.entries(providers))('what %s say', (_, cases) => {
  it.each(cases)('at %s: %s', (stage, reply, rule) => {
    const explained = explainReply({ stage, reply, networkCode: null, message: reply });
    expect(explained).toMatchObject({ rule });
    expect(explained.words).toMatch(/\.$/);
    expect(explained.fix).toMatch(/\.$/);
  });
});
