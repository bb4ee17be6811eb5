import { describe, expect, it } from 'vitest';
import { parseMail } from '#lib/mail/incoming/parse/parse-mail.ts';
import { recogniseBounce } from '#lib/mail/incoming/qualify/recognise-bounce.ts';

const judge = async (raw: string) => recogniseBounce(await parseMail(Buffer.from(raw)));

function dsn(fields: string, returned = 'Message-ID: <orig@ours.example>\nSubject: Hello'): string {
  return `From: MAILER-DAEMON@mx.example.net\nTo: bounce@ours.example\nSubject: Undelivered\nContent-Type: multipart/report; report-type=delivery-status; boundary=cut\n\n--cut\n\nIt did not work.\n--cut\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n${fields}\n--cut\nContent-Type: text/rfc822-headers\n\n${returned}\n--cut--\n`;
}

function words(from: string, subject: string, text: string, more = ''): string {
  return `From: ${from}\nTo: info@ours.example\nSubject: ${subject}\n${more}\n${text}\n`;
}

const block = (address: string, action: string, status: string, said: string) =>
  `Final-Recipient: rfc822; ${address}\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: smtp; ${said}\n`;

describe('delivery status', () => {
  it.each([
    ['no such user', 'failed', '5.1.1', '550 5.1.1 user unknown', 'hard', 'permanent'],
    ['no such domain', 'failed', '5.4.4', 'Host or domain name not found', 'hard', 'permanent'],
    ['disabled', 'failed', '5.2.1', '550 this account has been disabled', 'hard', 'permanent'],
    ['mailbox full', 'failed', '5.2.2', '552 mailbox full', 'soft', 'permanent'],
    ['policy', 'failed', '5.7.1', '554 message looks like spam', 'soft', 'permanent'],
    ['too large', 'failed', '5.3.4', '552 message size exceeds fixed limit', 'soft', 'permanent'],
    ['gave up waiting', 'failed', '4.4.1', 'connection timed out', 'soft', 'temporary'],
    ['delayed', 'delayed', '4.4.1', 'connection timed out', 'soft', 'temporary'],
    ['delivered', 'delivered', '2.0.0', '250 ok', 'none', 'none'],
    ['relayed', 'relayed', '2.0.0', '250 ok', 'none', 'none'],
  ])('%s', async (_name, action, status, said, kind, permanence) => {
    const bounce = await judge(dsn(block('ada@example.com', action, status, said)));
    expect(bounce).toMatchObject({ format: 'dsn', originalMessageId: '<orig@ours.example>' });
    expect(bounce?.recipients).toMatchObject([{ address: 'ada@example.com', action, status, kind, permanence }]);
  });

  it('reads every recipient block, not only the first', async () => {
    const bounce = await judge(
      dsn(
        `${block('a@example.com', 'failed', '5.1.1', 'no such user')}\n${block('b@example.com', 'delayed', '4.2.2', 'full')}`,
      ),
    );
    expect(bounce?.recipients.map((one) => [one.address, one.action])).toEqual([
      ['a@example.com', 'failed'],
      ['b@example.com', 'delayed'],
    ]);
  });

  it('tells the address we wrote to from the one it ended at', async () => {
    const bounce = await judge(
      dsn(
        `Original-Recipient: rfc822;ada+2Btag@example.com\n${block('inner@host.example', 'failed', '5.1.1', 'no such user')}`,
      ),
    );
    expect(bounce?.recipients).toMatchObject([
      { address: 'inner@host.example', originalAddress: 'ada+tag@example.com' },
    ]);
  });

  it('does not crash without a recipient, and creates nothing from it', async () => {
    expect(await judge(dsn('Action: failed\nStatus: 5.0.0\n'))).toMatchObject({ recipients: [] });
  });

  it('finds our own id first where a provider rewrote Message-ID', async () => {
    const bounce = await judge(
      dsn(
        block('a@example.com', 'failed', '5.1.1', 'x'),
        'Message-ID: <new@provider>\nX-PerfectWORK-Message-Id: <own@ours.example>',
      ),
    );
    expect(bounce?.originalMessageIds).toEqual(['<own@ours.example>', '<new@provider>']);
  });

  it('falls back to its own In-Reply-To', async () => {
    const raw = `In-Reply-To: <thread@ours.example>\n${words('MAILER-DAEMON@x.example', 'failure notice', '<a@example.com>:\nno mailbox here by that name')}`;
    expect(await judge(raw)).toMatchObject({ originalMessageId: '<thread@ours.example>' });
  });
});

describe('reports without a standard', () => {
  const daemon = 'MAILER-DAEMON@mx.example.net';
  it.each([
    ['an address in brackets with a colon', 'Sorry.\n\n<ada@example.com>:\n550 no such user here\n', 'hard'],
    [
      'an address alone on its line',
      'The following address(es) failed:\n\n  ada@example.com\n    mailbox is full\n',
      'soft',
    ],
    [
      'an address in a sentence',
      'There was an error delivering your mail to <ada@example.com>.\n\nhost example.com not found\n',
      'hard',
    ],
    [
      'status fields within the text',
      'Final-Recipient: rfc822; ada@example.com\nAction: failed\nStatus: 5.1.1\n',
      'hard',
    ],
    [
      'only the returned mail names it',
      'Your mail could not be delivered.\n\n--- Original message follows.\n\nReceived: from x\nTo: ada@example.com\nSubject: Hello\nMessage-ID: <o@ours.example>\n',
      'soft',
    ],
  ])('%s', async (_name, text, kind) => {
    const bounce = await judge(words(daemon, 'Delivery failure', text));
    expect(bounce?.recipients).toMatchObject([{ address: 'ada@example.com', action: 'failed', kind }]);
  });

  it('believes X-Failed-Recipients', async () => {
    const bounce = await judge(
      words(daemon, 'failed', 'unknown user', 'X-Failed-Recipients: a@example.com, b@example.com\n'),
    );
    expect(bounce?.recipients.map((one) => one.address)).toEqual(['a@example.com', 'b@example.com']);
  });

  it('never names the reader of the report as the one who failed', async () => {
    const bounce = await judge(
      words(daemon, 'failure', 'Dear <info@ours.example>,\nmail to <ada@example.com> failed: user unknown'),
    );
    expect(bounce?.recipients.map((one) => one.address)).toEqual(['ada@example.com']);
  });
});

describe('other reports', () => {
  const report = (type: string, part: string, fields: string) =>
    `From: fbl@isp.example\nTo: abuse@ours.example\nSubject: Report\nContent-Type: multipart/report; report-type=${type}; boundary=c\n\n--c\n\nA report.\n--c\nContent-Type: message/${part}\n\n${fields}\n--c\nContent-Type: message/rfc822\n\nTo: ada@example.com\nMessage-ID: <news@ours.example>\n\nx\n--c--\n`;

  it('reads a complaint', async () => {
    const bounce = await judge(
      report('feedback-report', 'feedback-report', 'Feedback-Type: abuse\nOriginal-Rcpt-To: <ada@example.com>\n'),
    );
    expect(bounce?.feedback).toEqual({
      type: 'abuse',
      recipient: 'ada@example.com',
      originalMessageId: '<news@ours.example>',
    });
  });

  it('knows a read receipt', async () => {
    const raw = report(
      'disposition-notification',
      'disposition-notification',
      'Final-Recipient: rfc822;ada@example.com\nDisposition: manual-action/MDN-sent-manually; displayed\n',
    );
    expect(await judge(raw)).toMatchObject({ format: 'receipt', recipients: [] });
  });
});

describe('ordinary mail is never taken for a bounce', () => {
  it.each([
    [
      'a customer writes about a bounce',
      words('ada@example.com', 'Delivery failure', 'My mail to <bob@example.com>: user unknown. Why?'),
    ],
    [
      'a forwarded bounce',
      words('ada@example.com', 'Fwd: Undelivered Mail', '> Final-Recipient: rfc822; bob@example.com\n> Status: 5.1.1'),
    ],
    [
      'a parcel could not be delivered',
      words('service@parcel.example', 'Your parcel could not be delivered', 'Come and fetch it.'),
    ],
    [
      'an out-of-office note with a null sender',
      words('ada@example.com', 'Out of office', 'I am away.', 'Return-Path: <>\nAuto-Submitted: auto-replied\n'),
    ],
    [
      'the postmaster says hello',
      words('postmaster@example.com', 'Planned maintenance', 'We move our servers on Sunday.'),
    ],
  ])('%s', async (_name, raw) => {
    expect(await judge(raw)).toBeNull();
  });
});
