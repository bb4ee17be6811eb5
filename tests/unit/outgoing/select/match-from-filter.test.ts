import { describe, expect, test } from 'vitest';
import { matchBounceAddress, matchFromFilter } from '#lib/mail/outgoing/select/match-from-filter.ts';

describe('A From filter admits a sender', () => {
  test.each([
    ['ann@mail.example.com', 'mail.example.com', 'domain'],
    ['ann@mail.example.com', 'mail.EXAMPLE.com', 'domain'],
    ['ann@mail.example.com', 'ann@mail.example.com', 'address'],
    ['ann@mail.example.com', null, 'any'],
    ['ann@mail.example.com', ' , ', 'any'],
    ['"fake@test.example.org" <ann@mail.example.com>', 'mail.example.com', 'domain'],
    ['"fake@test.example.org" <ANN@mail.example.com>', 'test.example.org, mail.example.com, other.net', 'domain'],
    ['"fake@test.example.org" <ANN@mail.example.com>', 'mail.example.com', 'domain'],
    ['ann@mail.example.com', '', 'any'],
    ['Ann <ann@mail.example.com>', 'ANN@mail.example.com', 'address'],
    ['ann@mail.example.com', 'mail.example.com, ann@mail.example.com', 'address'],
    ['ann@mail.example.com', ',, mail.example.com ,', 'domain'],
    ['ann@BÜCHER.example', 'ann@bücher.EXAMPLE', 'address'],
    ['jürg@bücher.example', 'bücher.example', 'domain'],
    ['ann@bücher.example', 'xn--bcher-kva.example', 'domain'],
    ['ann@xn--bcher-kva.example', 'BÜCHER.example', 'domain'],
    ['ann@mail.example.com', '@mail.example.com', 'domain'],
  ])('%s by %s: %s', (from, filter, match) => {
    expect(matchFromFilter(from, filter)).toBe(match);
  });

  test.each([
    ['ann@mail.example.com', 'bob@mail.example.com'],
    ['ann@mail.example.com', 'test.example.org'],
    ['ann@mail.example.com', 'mail.éxample.com'],
    ['ann@mail.example.com', 'mmail.example.com'],
    ['ann@mail.example.com', 'example.com'],
    ['ann@example.com', 'mail.example.com'],
    ['ann@mmail.example.com', 'mail.example.com'],
    ['"ann@mail.example.com" <fake@test.example.org>', 'mail.example.com'],
    ['"fake@x.y" <ANN@mail.example.com>', 'x.y, wrong.mail.example.com, z.net'],
    ['ann@mail.example.com.evil.example', 'mail.example.com'],
    ['ann@bucher.example', 'bücher.example'],
    ['nobody', 'mail.example.com'],
  ])('but not %s by %s', (from, filter) => {
    expect(matchFromFilter(from, filter)).toBeNull();
  });

  test('The bounce address is tested without its token', () => {
    expect(matchBounceAddress('bounce+4711-abc@example.com', 'bounce@example.com')).toBe('address');
    expect(matchBounceAddress('bounce+4711-abc@example.com', 'other@example.com')).toBeNull();
  });
});
