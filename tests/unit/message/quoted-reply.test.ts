import { describe, expect, test } from 'vitest';
import { splitQuotedReply } from '#lib/mail/message/quoted-reply.ts';
import { BLOCKS, ORIGINALS, SENT_FROM, WROTE_LINES } from '../../fixtures/replies/client-words.ts';
import { WHOLE_REPLIES } from '../../fixtures/replies/whole-replies.ts';
import { cpuTime } from '../../setup/cpu-time.ts';

const visible = (text: string): string => splitQuotedReply({ text }).visibleText;

describe('The reply is told from what the mail program quoted', () => {
  test.each([
    ['On Mon, 3 Mar 2025 at 10:00, Ann <ann@corp.example> wrote:\n> Hello'],
    ['On Mon, 3 Mar 2025 at 10:00, Ann Longname\n<ann@corp.example> wrote:\n\n> Hello'],
    ['Am 03.03.2025 um 10:00 schrieb Ann <ann@corp.example>:\n> Hallo'],
    ['Le lun. 3 mars 2025 à 10:00, Ann <ann@corp.example> a écrit :\n> Bonjour'],
    ['El lun, 3 mar 2025 a las 10:00, Ann (<ann@corp.example>) escribió:\n> Hola'],
    ['Il giorno lun 3 mar 2025 alle 10:00 Ann <ann@corp.example> ha scritto:\n> Ciao'],
    ['Op ma 3 mrt 2025 om 10:00 schreef Ann <ann@corp.example>:\n> Hallo'],
    ['пн, 3 мар. 2025 г. в 10:00, Ann <ann@corp.example>:\n> Привет'],
    ['-----Original Message-----\nFrom: Ann\nSent: Monday\nSubject: Hi\n\nHello'],
    [
      '________________________________\nFrom: Ann <ann@corp.example>\nSent: Monday, March 3, 2025\nTo: Bob\nSubject: Hi\n\nHello',
    ],
    ['Von: Ann <ann@corp.example>\nGesendet: Montag\nAn: Bob\nBetreff: Hallo\n\nHallo'],
    ['> Hello\n> again'],
    ['-- \nBob\nCorp Ltd'],
    ['Sent from my iPhone\n\n> On 3 Mar 2025, at 10:00, Ann <ann@corp.example> wrote:\n> \n> Hello'],
  ])('%j', (tail) => {
    const split = splitQuotedReply({ text: `Thanks, that works.\n\nSecond line.\n\n${tail}` });
    expect(split.visibleText).toBe('Thanks, that works.\n\nSecond line.');
    expect(split.quotedText + split.signatureText).not.toBe('');
  });
});

describe('What mail programs of many languages write above a quotation ends the reply', () => {
  const reply = 'Thanks, that works.\n\nSecond line.';
  const wrapped = (line: string): string => {
    const words = line.split(' ');
    const half = Math.ceil(words.length * 0.7);
    return words.length < 5 ? line : `${words.slice(0, half).join(' ')}\n${words.slice(half).join(' ')}`;
  };
  test.each(WROTE_LINES)('%s', (line) => {
    expect(visible(`${reply}\n\n${line}\n> Hello`)).toBe(reply);
    expect(visible(`${reply}\n\n${line}\n\nHello\n\nthere`)).toBe(reply);
    expect(visible(`${reply}\n\n${wrapped(line)}\n\n> Hello`)).toBe(reply);
  });
  test.each(BLOCKS)('%s: %s: %s: %s:', (from, date, to, subject) => {
    const block = `${from}: Ann <ann@corp.example>\n${date}: 2.3.2026 10:00\n${to}: Bob\n${subject}: Hi\n\nHello`;
    expect(visible(`${reply}\n\n${block}`)).toBe(reply);
    expect(visible(`${reply}\n\n____________\n${block.replace(/^([^:\n]+):/gm, '*$1:*')}`)).toBe(reply);
    expect(visible(`${reply}\n\n${date}: 2.3.2026 10:00\n${from}: Ann\n${to}: Bob\n\nHello`)).toBe(reply);
  });
  test.each(ORIGINALS)('%s', (line) => expect(visible(`${reply}\n\n${line}\n\nHello\nthere`)).toBe(reply));
  test.each(SENT_FROM)('%s', (line) => expect(visible(`${reply}\n\n${line}`)).toBe(reply));
});

test.each(WHOLE_REPLIES.map((sample) => [sample.client, sample] as const))('%s', (_client, sample) => {
  expect(splitQuotedReply(sample).visibleText.replace(/\s+/g, ' ')).toBe(sample.visible);
});

describe('No line of the reply is lost', () => {
  test.each([
    'On the other hand, I wrote:\n\nthis',
    'From: here it looks good.\n\nBob',
    'On Mon, 3 Mar 2025 at 10:00, Ann <ann@corp.example> wrote:\n> First?\nYes.\n> Second?\nNo.',
    'On Mon, 3 Mar 2025 at 10:00, Ann <ann@corp.example> wrote:\n> Shall we?\n\nYes, please.',
    '> only a quotation',
    'We sent from the warehouse, by mail, yesterday.\nMore follows.',
    'List:\n-- one\n-- two\n\nBye',
  ])('%j stays whole', (text) => expect(visible(text)).toBe(text));
});

test('Forwarded mail is never cut', () => {
  const text =
    'See below.\n\n---------- Forwarded message ---------\nFrom: Ann <ann@corp.example>\nDate: Mon, 3 Mar 2025\nSubject: Hi\nTo: Bob\n\nHello';
  expect(visible(text)).toBe(text);
});

describe('HTML', () => {
  test.each([
    '<div class="gmail_quote"><div>On Monday Ann wrote:</div><blockquote>Hello</blockquote></div>',
    '<blockquote type="cite">Hello</blockquote>',
    '<div class="moz-cite-prefix">On Monday Ann wrote:</div><blockquote type="cite">Hello</blockquote>',
    '<div class="yahoo_quoted" id="1">Hello</div>',
    '<div id="divRplyFwdMsg"><b>From:</b> Ann</div><div>Hello</div>',
    '<div id="x_divRplyFwdMsg"><b>Von:</b> Ann</div><div>Hello</div>',
    '<div name="quote"><b>Von:</b> Ann</div><div>Hello</div>',
    '<hr id="zwchr"><div>Hello</div>',
    '<p id="reply-intro">Ann wrote:</p><blockquote type="cite">Hello</blockquote>',
    '<div style="border:none;border-top:solid #A1B2C3 1.0pt"><p>From: Ann</p></div><p>Hello</p>',
  ])('%s is folded', (quote) => {
    const split = splitQuotedReply({ html: `<div>Thanks</div>${quote}` });
    expect(split).toMatchObject({ visibleHtml: '<div>Thanks</div>', quotedHtml: quote, visibleText: 'Thanks' });
  });
  test('An answer below the quotation keeps everything', () => {
    const html = '<p>Hi</p><blockquote type="cite">Question?</blockquote><p>Answer</p>';
    expect(splitQuotedReply({ html })).toMatchObject({ visibleHtml: html, quotedHtml: null });
  });
});

test.each([
  '<div class="gmail_quote"><div>---------- Forwarded message ---------<br>From: Ann</div></div>',
  '<div class="gmail_quote"><div>---------- Weitergeleitete Nachricht ---------<br>Von: Ann</div></div>',
  '<div>Начало переадресованного сообщения: пересланное:</div><blockquote type="cite">От: Ann</blockquote>',
])('Forwarded HTML stays whole: %s', (forwarded) => {
  expect(splitQuotedReply({ html: `<div>See</div>${forwarded}` }).quotedHtml).toBeNull();
});

test.each([
  '1.1.2026 10:00 a@b ',
  '-----',
  '____\n',
  'Von: a\nGesendet: b\n',
  '<a@b.c> wrote',
  'On \n',
  '> ',
  'From: a\n',
  '-- \n',
  '<blockquote>',
  'On 1 <',
  'a: ',
])('Hostile repetition of %j takes bounded time', async (piece) => {
  const text = piece.repeat(20_000);
  expect(await cpuTime(() => splitQuotedReply({ text, html: text }))).toBeLessThan(5000);
});
