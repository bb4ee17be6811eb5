import { describe, expect, test } from 'vitest';
import { splitQuotedHtml } from '#lib/mail/message/quoted-html.ts';
import { blockRemotePictures, cutSafeHtml } from '#lib/mail/message/safe-html.ts';
import { sanitizeMailHtml } from '#lib/mail/message/sanitize-html.ts';

const withPictures = (html: string) => sanitizeMailHtml(html, { allowRemoteImages: true });

const mails = [
  '',
  'text & <b>more',
  '<img src="https://x.example/a.png" alt="1 > 2 &quot;src=&quot;https://x.example/b.png">',
  '<img alt=\' src="https://x.example/c.png" \' src=https://x.example/d.png>',
  '<IMG SRC="//x.example/a.png"><img src=" HTTPS://x.example/a.png"><img src="ht\ntps://x.example/a.png">',
  '<img src="/attachments/5"><img src="\\\\x.example\\a.png"><img src="ftp://x.example/a.png"><img src="a.png">',
  '<img src="cid:logo@x"><img src="data:image/png;base64,AAAA"><img src="data:image/svg+xml;base64,AAAA">',
  '<img data-blocked-src="https://x.example/a.png"><img data-blocked-src="javascript:x()" src="">',
  '<a title=\'<img src="https://x.example/a.png">\' href="https://x.example">x</a>',
  '<p>&lt;img src="https://x.example/a.png"&gt;<table><tr><td>a<td>b<tr><td>c</table>',
  '<div><p>Fine<br>Emma<div class="gmail_quote"><blockquote>asked <img src="https://x.example/a.png"></blockquote></div></div>',
  '<table><tr><td><p>Fine<hr><img src="cid:a"><div id="divRplyFwdMsg">From: Anna</div><td>x</table>',
];

describe('What was sanitised once is not read by the sanitiser again', () => {
  test.each(mails)('Pictures are blocked as it would block them: %s', (html) => {
    expect(blockRemotePictures(withPictures(html))).toBe(sanitizeMailHtml(html, { allowRemoteImages: false }));
  });

  test.each(mails)('What is cut is closed as it would close it: %s', (html) => {
    const safe = withPictures(html);
    const { visible } = splitQuotedHtml(safe);
    expect(cutSafeHtml(safe, visible.length)).toBe(withPictures(visible));
  });

  test('Both mails with a quotation are cut', () => {
    const cut = mails.filter((html) => splitQuotedHtml(withPictures(html)).quoted !== '');
    expect(cut).toHaveLength(2);
  });
});
