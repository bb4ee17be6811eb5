import { describe, expect, test } from 'vitest';
import { htmlToText, isEmptyHtml, textToHtml } from '#lib/mail/message/html.ts';
import { sanitizeComposerHtml, sanitizeMailHtml } from '#lib/mail/message/sanitize-html.ts';

const clean = (html: string): string => sanitizeMailHtml(html, { allowRemoteImages: false });

describe('Hostile HTML is made safe', () => {
  test.each([
    ['<script>alert(1)</script>Hi', 'Hi'],
    ['<p onclick="x()">Hi</p>', '<p>Hi</p>'],
    ['<form action="https://x.example"><input name="p">Hi</form>', 'Hi'],
    ['<a href="javascript:x()">Hi</a>', '<a>Hi</a>'],
    ['<link rel="stylesheet" href="https://x.example/a.css">Hi', 'Hi'],
    ['<style>@import url(https://x.example)</style>Hi', 'Hi'],
    ['<p style="background:url(https://x.example/a.png);color:red">Hi</p>', '<p style="color:red">Hi</p>'],
    ['<p style="position:fixed;top:0">Hi</p>', '<p>Hi</p>'],
    ['<iframe src="https://x.example">in</iframe>Hi', 'Hi'],
    ['<img src="data:image/svg+xml;base64,AAAA" alt="x">', '<img alt="x" />'],
    ['<svg><script>x()</script></svg>Hi', 'Hi'],
  ])('%s', (html, expected) => {
    expect(clean(html)).toBe(expected);
  });

  test('Remote pictures wait until they are asked for, attached ones are shown', () => {
    expect(clean('<img src="https://x.example/a.png">')).toBe('<img data-blocked-src="https://x.example/a.png" />');
    expect(clean('<img src="//x.example/a.png">')).not.toMatch(/ src=/);
    expect(clean('<img src="cid:logo@x">')).toBe('<img src="cid:logo@x" />');
    expect(sanitizeMailHtml('<img src="https://x.example/a.png">', { allowRemoteImages: true })).toContain(
      ' src="https://x.example/a.png"',
    );
  });

  test('Links open outside without telling where they were clicked', () => {
    expect(clean('<a href="https://x.example">x</a>')).toContain('rel="noopener noreferrer nofollow"');
  });

  test('What our own users write is cleaned too', () => {
    expect(sanitizeComposerHtml('<p onclick="x()">Hi <img src="/api/a/1"></p><script>x()</script>')).toBe(
      '<p>Hi <img src="/api/a/1" /></p>',
    );
  });
});

describe('Text and HTML', () => {
  test('Text becomes escaped HTML with links', () => {
    expect(textToHtml('a < b\nsee https://x.example/?a=1&b=2.')).toBe(
      '<p>a &lt; b<br>see <a href="https://x.example/?a=1&amp;b=2" rel="noopener noreferrer" target="_blank">https://x.example/?a=1&amp;b=2</a>.</p>',
    );
  });
  test('HTML becomes readable text', () => {
    expect(htmlToText('<h1>Hi</h1><p>one<br>two</p><img src="x"><style>p{}</style>')).toBe('Hi\n\none\ntwo');
  });
  test.each([null, '', '<p><br></p>', '<div>&nbsp;</div>', '<!-- x --><style>p{}</style>'])(
    '%j shows nothing',
    (html) => {
      expect(isEmptyHtml(html)).toBe(true);
    },
  );
  test.each(['<p>x</p>', '<img src="cid:a">', '0'])('%j shows something', (html) =>
    expect(isEmptyHtml(html)).toBe(false),
  );
});
