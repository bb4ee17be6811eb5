import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endWithDot } from '#lib/mail/outgoing/transport/end-with-dot.ts';

const travelling = (text: string) => endWithDot(Buffer.from(text, 'latin1')).toString('latin1');

describe('A message behind DATA', () => {
  it.each([
    ['ends with a line of a single dot', 'a\r\n', 'a\r\n.\r\n'],
    ['gets the line end it lacks', 'a', 'a\r\n.\r\n'],
    ['has dots at the beginning of lines doubled', '.a\r\n..\r\nb.\r\n', '..a\r\n...\r\nb.\r\n.\r\n'],
    ['has no line feed of its own', 'a\nb\n.\nc', 'a\r\nb\r\n..\r\nc\r\n.\r\n'],
    ['has no carriage return of its own', 'a\rb\r.\rc\r', 'a\r\nb\r\n..\r\nc\r\n.\r\n'],
    ['may be empty', '', '\r\n.\r\n'],
    ['may begin with a line end', '\na', '\r\na\r\n.\r\n'],
  ])('%s', (_, raw, expected) => {
    expect(travelling(raw)).toBe(expected);
  });

  it('cannot end before its end, whichever line end a server goes by', () => {
    const text = fc.string({ unit: fc.constantFrom('\r', '\n', '.', 'a'), maxLength: 30 });
    fc.assert(
      fc.property(text, (raw) => {
        const message = travelling(raw);
        expect(message.slice(0, -3)).not.toMatch(/(?:^|[\r\n])\.(?:[\r\n]|$)/);
        const read = message
          .slice(0, -3)
          .split('\r\n')
          .map((line) => line.replace(/^\./, ''));
        expect(read.slice(0, -1)).toEqual(linesOf(raw));
      }),
    );
  });
});

/** What a reader makes of it again: the lines, wherever they were parted. */
function linesOf(raw: string): string[] {
  const lines = raw.split(/\r\n|\r|\n/);
  return lines.length > 1 && lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
