import { expect, test } from 'vitest';
import { readTokens } from '#lib/mail/incoming/route/read-tokens.ts';
import { readSignedAddress, signAddress, withoutToken } from '#lib/mail/message/signed-address.ts';

const secret = 'a secret that only the tests use';
const now = new Date('2026-03-02T10:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
const signed = (use: 'delivery' | 'message' = 'delivery', id = 4711) =>
  signAddress(secret, 'bounce@north.example', { use, id, now });

test('an address says which delivery or message it is of, also in capitals', () => {
  for (const id of [1, 4711, 2_147_483_647]) {
    const address = signed('delivery', id);
    expect(address).toMatch(/^bounce\+b[0-9a-z-]{20,40}@north\.example$/);
    expect(readSignedAddress(secret, address.toUpperCase(), now)).toEqual({
      use: 'delivery',
      id: { ok: true, value: id },
    });
  }
  expect(readSignedAddress(secret, signed('message'), now)).toEqual({ use: 'message', id: { ok: true, value: 4711 } });
});

test('a token for one use, number, secret or day is none for another', () => {
  const address = signed();
  const [, day, mac] = /-([0-9a-z]+)-([0-9a-f]+)@/.exec(address) ?? [];
  const forged = [
    address.replace('+b', '+r'),
    address.replace(/\+b[0-9a-z]+-/, '+b3mw-'),
    address.replace(`-${day}-`, '-zzz-'),
    address.replace(String(mac), '0'.repeat(20)),
  ];
  for (const one of forged) {
    expect([one, readSignedAddress(secret, one, now)?.id]).toEqual([one, { ok: false, reason: 'changed' }]);
  }
  expect(readSignedAddress('another secret altogether', address, now)?.id).toEqual({ ok: false, reason: 'changed' });
});

test('a token of a delivery counts for 90 days, one of a message for two years', () => {
  const at = (use: 'delivery' | 'message', days: number) => readSignedAddress(secret, signed(use), inDays(days))?.id.ok;
  expect([at('delivery', 90), at('delivery', 92), at('message', 730), at('message', 732)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test.each([
  ['bounce@north.example', 'bounce@north.example'],
  ['mary+shop@customer.example', 'mary+shop@customer.example'],
  [signed(), 'bounce@north.example'],
  [signed('message').replace(/.@/, '0@'), 'bounce@north.example'],
])('%s without its token is %s', (address, bare) => {
  expect(withoutToken(address)).toBe(bare);
});

test('an address that would be too long for mail servers stays without a token', () => {
  const long = `${'b'.repeat(40)}@north.example`;
  expect(signAddress(secret, long, { use: 'delivery', id: 1, now })).toBe(long);
});

test('of the recipients of a mail the first good token of each kind counts, and each leaves a line', () => {
  const forged = signed().replace(/.@/, 'x@').replace('x@', '0@');
  const late = readTokens(secret, [signed()], inDays(200));
  expect(late).toMatchObject({
    deliveryId: null,
    trace: [{ matched: false, detail: expect.stringMatching(/expired/) }],
  });
  const both = readTokens(secret, ['mary@customer.example', forged, signed(), signed('message', 7)], now);
  expect(both).toMatchObject({ deliveryId: 4711, messageId: 7 });
  expect(both.trace.map(({ rule, matched }) => `${rule} ${matched}`)).toEqual([
    'bounce token false',
    'bounce token true',
    'reply token true',
  ]);
});
