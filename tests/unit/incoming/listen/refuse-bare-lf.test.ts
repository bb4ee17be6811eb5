import { describe, expect, it } from 'vitest';
import { refuseBareLf } from '#lib/mail/incoming/listen/refuse-bare-lf.ts';

async function* pieces(text: string, size: number) {
  for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size), 'latin1');
}

async function pass(text: string, size: number): Promise<string> {
  let passed = '';
  for await (const piece of refuseBareLf(pieces(text, size))) passed += piece.toString('latin1');
  return passed;
}

const sizes = [1, 2, 3, 4, 5, 7, 1000];

describe('the line ends of a mail handed over', () => {
  it.each([
    ['plain', 'Subject: a\r\n\r\nb\r\n'],
    ['a line with a single dot', 'a\r\n\r\n.\r\nb\r\n'],
    ['a bare LF elsewhere', 'Subject: a\nb\r\n\r\n.a\r\n'],
    ['dots in a line', 'a\r\n\r\n...\r\n. \r\n.a\nb'],
    ['nothing', ''],
  ])('pass unchanged: %s', async (_name, text) => {
    for (const size of sizes) expect(await pass(text, size)).toBe(text);
  });

  it.each([
    ['LF dot LF', 'a\n.\nMAIL FROM:<boss@north.example>\r\n'],
    ['LF dot CR LF', 'a\n.\r\nMAIL FROM:<boss@north.example>\r\n'],
    ['CR LF dot LF', 'a\r\n.\nMAIL FROM:<boss@north.example>\r\n'],
    ['at the beginning', '.\nMAIL FROM:<boss@north.example>\r\n'],
  ])('are refused: %s', async (_name, text) => {
    for (const size of sizes) await expect(pass(text, size)).rejects.toMatchObject({ code: 'invalid' });
  });
});
