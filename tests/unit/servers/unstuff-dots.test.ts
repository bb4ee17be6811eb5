import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DotUnstuffer } from '#lib/mail/servers/pop3/unstuff-dots.ts';

/** Reads a response cut at these places. */
function read(response: Buffer, cuts: number[] = []): { content: string; rest: string | null } {
  const places = [0, ...cuts.filter((cut) => cut < response.length).toSorted((a, b) => a - b), response.length];
  const unstuffer = new DotUnstuffer();
  const content: Buffer[] = [];
  for (let n = 1; n < places.length; n++) {
    const { data, rest } = unstuffer.push(response.subarray(places[n - 1], places[n]));
    content.push(data);
    if (rest)
      return {
        content: Buffer.concat(content).toString('latin1'),
        rest: rest.toString('latin1') + response.toString('latin1', places[n]),
      };
  }
  return { content: Buffer.concat(content).toString('latin1'), rest: null };
}

test.each([
  ['a mail', 'Hello\r\n.\r\n', 'Hello\r\n'],
  ['an empty mail', '.\r\n', ''],
  ['an empty line', '\r\n.\r\n', '\r\n'],
  ['a stuffed first line', '..first\r\n.\r\n', '.first\r\n'],
  ['a stuffed line with a single dot', 'a\r\n..\r\nb\r\n.\r\n', 'a\r\n.\r\nb\r\n'],
  ['a dot within a line', 'a.b\r\n.\r\n', 'a.b\r\n'],
  ['a dot before half a line end', 'a\r\n.\rb\r\n.\r\n', 'a\r\n\rb\r\n'],
  ['a dot between bare line ends', 'a\n.\nb\r\n.\r\n', 'a\n.\nb\r\n'],
])('%s comes out whole, wherever it is cut', (_what, response, content) => {
  const bytes = Buffer.from(`${response}+OK next`);
  const everywhere = Array.from({ length: bytes.length }, (_, index) => index);
  expect(read(bytes)).toEqual({ content, rest: '+OK next' });
  expect(read(bytes, everywhere)).toEqual({ content, rest: '+OK next' });
  for (const cut of everywhere) expect(read(bytes, [cut]), `cut at ${cut}`).toEqual({ content, rest: '+OK next' });
});

test('whatever is sent as RFC 1939 wants it comes out as it was', () => {
  const piece = fc.constantFrom('\r\n', '\r', '\n', '.', '..', 'a', '.\r\n', '\r\n.');
  fc.assert(
    fc.property(fc.array(piece), fc.array(fc.nat(60)), (pieces, cuts) => {
      const mail = `${pieces.join('')}\r\n`;
      const sent = mail.replace(/(^|\r\n)\./g, '$1..');
      expect(read(Buffer.from(`${sent}.\r\n`, 'latin1'), cuts)).toEqual({ content: mail, rest: '' });
    }),
  );
});

test('without its end nothing is held back but what may be the end', () => {
  const unstuffer = new DotUnstuffer();
  expect(unstuffer.push(Buffer.from('Hello\r\n.')).data.toString()).toBe('Hello');
  expect(unstuffer.push(Buffer.from('.more')).data.toString()).toBe('\r\n.more');
});
