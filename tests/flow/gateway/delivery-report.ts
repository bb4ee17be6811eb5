import type { CaseMail } from './worked-case.ts';

export interface ReportFacts {
  /** Null: the report names nobody. */
  recipient: string | null;
  /** Message-ID of the mail it is about; null: that mail is not attached. */
  original: string | null;
  action?: string;
  status?: string;
  to?: string;
  from?: string;
  headersOnly?: boolean;
  subject?: string;
  /** What the other server said. */
  words?: string;
}

/** What a mail server says of a mail it could not deliver (RFC 3464). */
export function report(facts: ReportFacts): CaseMail {
  const {
    recipient,
    original,
    action = 'failed',
    status = '5.1.1',
    headersOnly = false,
    words = 'no such user here',
  } = facts;
  const named = recipient === null ? '' : `Final-Recipient: rfc822; ${recipient}\n`;
  const fields = `${named}Action: ${action}\nStatus: ${status}\nDiagnostic-Code: smtp; 550 ${status} ${words}`;
  const returned = headersOnly ? 'text/rfc822-headers' : 'message/rfc822';
  const attached = `--b\nContent-Type: ${returned}\n\nMessage-ID: ${original}\nFrom: us@mycompany.example\nSubject: Ours\n\n`;
  return {
    from: facts.from ?? 'Mail Delivery System <MAILER-DAEMON@mx.customer.example>',
    to: facts.to ?? 'bounce@mycompany.example',
    subject: facts.subject ?? 'Undelivered Mail Returned to Sender',
    headers: { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b' },
    body: [
      '--b\nContent-Type: text/plain\n\nThe mail could not be delivered.',
      `--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.customer.example\n\n${fields}`,
      ...(original === null ? [] : [attached]),
      '--b--\n',
    ].join('\n'),
  };
}
