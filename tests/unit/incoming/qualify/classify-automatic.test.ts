import { describe, expect, it } from 'vitest';
import { parseMail } from '#lib/mail/incoming/parse/parse-mail.ts';
import { classifyAutomatic } from '#lib/mail/incoming/qualify/classify-automatic.ts';

const judge = async (headers: string, from = 'ada@example.com') =>
  classifyAutomatic(await parseMail(Buffer.from(`From: ${from}\n${headers}\n\ntext\n`)));

describe('who wrote a mail', () => {
  it.each([
    ['Subject: Question', 'normal', true],
    ['Auto-Submitted: no', 'normal', true],
    ['Auto-Submitted: auto-replied; owner-email="a@b.example"', 'auto-reply', false],
    ['Auto-Submitted: auto-generated', 'auto-generated', false],
    ['X-Autoreply: yes', 'auto-reply', false],
    ['X-Autorespond: vacation', 'auto-reply', false],
    ['Precedence: auto_reply', 'auto-reply', false],
    ['Subject: Out of Office: your offer', 'auto-reply', false],
    ['Subject: Automatische Antwort: Angebot', 'auto-reply', false],
    ['Subject: Re: out of office printer', 'normal', true],
    ['List-Id: <dev.example.org>', 'mailing-list', false],
    ['Precedence: list', 'mailing-list', false],
    ['Precedence: bulk', 'bulk', false],
    ['List-Unsubscribe: <mailto:u@example.org>', 'bulk', false],
    ['X-Auto-Response-Suppress: OOF, AutoReply', 'bulk', false],
    ['X-Auto-Response-Suppress: None', 'normal', true],
    ['Return-Path: <>', 'robot', false],
    ['Return-Path: <ada@example.com>', 'normal', true],
    ['Content-Type: multipart/report; report-type=delivery-status; boundary=c', 'report', false],
  ])('%s: %s', async (headers, kind, mayAutoAnswer) => {
    expect(await judge(headers)).toMatchObject({ kind, mayAutoAnswer });
  });

  it.each(['no-reply@example.com', 'donotreply@example.com', 'MAILER-DAEMON@example.com', 'dev-request@lists.example'])(
    '%s is a robot',
    async (from) => {
      expect(await judge('Subject: x', from)).toMatchObject({
        kind: 'robot',
        mayAutoAnswer: false,
        signals: ['from-robot'],
      });
    },
  );
});
