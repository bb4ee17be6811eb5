import { describe, expect, test } from 'vitest';
import { parseAddressList } from '#lib/mail/message/address.ts';
import { flattenHtml } from '#lib/mail/message/flatten-html.ts';
import { htmlToText, textToHtml } from '#lib/mail/message/html.ts';
import { splitQuotedReply } from '#lib/mail/message/quoted-reply.ts';
import { sanitizeMailHtml } from '#lib/mail/message/sanitize-html.ts';
import { cpuTime } from '../../setup/cpu-time.ts';

const many = '<i>x</i>'.repeat(9000);

describe('HTML of very many tags is flattened', () => {
  test.each<[string, string, string]>([
    ['text and tags stay', '<p class="a">One <b>two</b></p>', '<p class="a">One <b>two</b></p>'],
    ['end tags that are left out are written', '<ul><li>a<li>b</ul>', '<ul><li>a</li><li>b</li></ul>'],
    [
      'cells and rows end each other',
      '<table><tr><td>a<td>b<tr><td>c</table>',
      '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>',
    ],
    ['comments, scripts and styles go', 'a<!-- </div> --><script>"</div>"</script><style>x</style>b', 'ab'],
    ['a stray mark stays one', '1 < 2 <3', '1 &lt; 2 &lt;3'],
    ['a > in a value ends no tag, and the values go', '<img alt="a>b" src="x">y', '<img>y'],
    ['attributes that parsers read differently go', '<img alt="<b>" x>y', '<img>y'],
    ['an end tag of nothing goes', 'a</div>b', 'ab'],
    ['what is never closed swallows the rest', 'a<!-- b', 'a'],
  ])('%s', (_rule, html, expected) => {
    expect(flattenHtml(many + html).slice(many.length)).toBe(expected);
    expect(flattenHtml(html)).toBe(html);
  });

  test('what lies too deep keeps its text', () => {
    const deep = flattenHtml(`${'<div>'.repeat(20_000)}deep${'</div>'.repeat(20_000)}`);
    expect(deep.startsWith(`${'<div>'.repeat(180)}deep</div>`)).toBe(true);
    expect(htmlToText(`${'<blockquote>'.repeat(20_000)}deep`)).toContain('deep');
    expect(sanitizeMailHtml(`${'<div>'.repeat(20_000)}deep`)).toContain('deep');
  });

  test('tricks with comments and values do not hide the depth', () => {
    for (const piece of [
      '<div><!--</div>-->',
      '<div a="</div>">',
      '<div><title></div></title>',
      '<div a=\'>\' b="</div>">',
    ]) {
      const flat = flattenHtml(piece.repeat(9000));
      expect(flat.split('<div').length - 1, piece).toBeLessThanOrEqual(180);
    }
  });
});

describe('Hostile bodies take bounded time', () => {
  const bodies: [string, string][] = [
    '<blockquote>',
    '<div>',
    '<b>',
    '<ul><li>',
    '<table><tr><td>',
    '<p>',
    '<span x="',
    '</div>',
  ].map((piece) => [piece, piece.repeat(Math.ceil(1_000_000 / piece.length))]);
  test.each(bodies)('1 MB of %s', async (_piece, html) => {
    const work = () => {
      htmlToText(html);
      sanitizeMailHtml(html);
      splitQuotedReply({ html });
    };
    expect(await cpuTime(work)).toBeLessThan(6000);
  });

  test('blank lines in the middle of a text', async () => {
    const work = () => {
      textToHtml(`a${'\n'.repeat(300_000)}b`);
      htmlToText(`a<pre>${' '.repeat(300_000)}b</pre>`);
    };
    expect(await cpuTime(work)).toBeLessThan(3000);
  });

  test.each(['mailto:', '(', '[', 'mailto:a@b '])('an address header of %s', async (piece) => {
    expect(await cpuTime(() => parseAddressList(piece.repeat(200_000)))).toBeLessThan(2000);
  });
});

test('an address after mailto: is read', () => {
  expect(parseAddressList('mailto:ann@corp.example, Bob <mailto:bob@corp.example>')).toEqual([
    { name: '', address: 'ann@corp.example' },
    { name: 'Bob', address: 'bob@corp.example' },
  ]);
});
