import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  formatAddress,
  isValidAddress,
  isValidMailbox,
  needsSmtpUtf8,
  normaliseAddress,
  parseAddressList,
  toAsciiAddress,
  toSmtpAddress,
} from '#lib/mail/message/address.ts';
import { decodePunycode } from '#lib/mail/message/decode-punycode.ts';
import { cpuTime } from '../../setup/cpu-time.ts';

describe('An address header is read as it was meant', () => {
  test.each<[string, [string, string][]]>([
    ['ann@corp.example', [['', 'ann@corp.example']]],
    ['"Ann, B." <ann@corp.example>', [['Ann, B.', 'ann@corp.example']]],
    [
      'Team: a@x.example, "B" <b@x.example>;, c@x.example',
      [
        ['', 'a@x.example'],
        ['B', 'b@x.example'],
        ['', 'c@x.example'],
      ],
    ],
    ['Ann ann@corp.example', [['Ann', 'ann@corp.example']]],
    ['ann@corp.example (Ann (home) A)', [['Ann (home) A', 'ann@corp.example']]],
    ['"Outer" <"Inner" <ann@corp.example>>', [['Outer', 'ann@corp.example']]],
    ['"fake@evil.example" <ann@corp.example>', [['fake@evil.example', 'ann@corp.example']]],
    ['"fake@evil.example x"@corp.example', [['', '"fake@evil.example x"@corp.example']]],
    ['=?utf-8?Q?J=C3=BCrg=2C_M?= <j@corp.example>', [['Jürg, M', 'j@corp.example']]],
    ['=?utf-8?Q?J_=3Cj=40corp=2Eexample=3E?=', [['J', 'j@corp.example']]],
    ["'Ann' <'ann@corp.example'>", [['Ann', 'ann@corp.example']]],
    ['Ann <ann@corp.example', [['Ann', 'ann@corp.example']]],
    [
      'a@x.example; b@x.example',
      [
        ['', 'a@x.example'],
        ['', 'b@x.example'],
      ],
    ],
    ['<@relay.example:ann@corp.example>', [['', 'ann@corp.example']]],
    ['undisclosed-recipients:;', []],
    ['robert', []],
    ['', []],
  ])('%s', (header, expected) => {
    expect(parseAddressList(header)).toEqual(expected.map(([name, address]) => ({ name, address })));
  });

  test.each(['<', '(', '"(', '"\\', 'a <"', '<" @', 'a@', ','])(
    'Hostile repetition of %s takes bounded time',
    async (piece) => {
      const work = () => [parseAddressList(piece.repeat(40_000)), isValidMailbox(piece.repeat(40_000))];
      expect(await cpuTime(work)).toBeLessThan(5000);
    },
  );
});

describe('Addresses are compared in one spelling', () => {
  test.each([
    ['ANN@Corp.Example', 'ann@corp.example'],
    ['ann@BÜCHER.example', 'ann@xn--bcher-kva.example'],
    ['JÜRG@corp.example', 'JÜRG@corp.example'],
  ])('%s is %s', (address, expected) => expect(normaliseAddress(address)).toBe(expected));
});

describe('A-labels are read back as RFC 3492 says', () => {
  test.each([
    ['bcher-kva', 'bücher'],
    ['e1afmkfd', 'пример'],
    ['fiqs8s', '中国'],
    ['ihqwcrb4cv8a8dqg056pqjye', '他们为什么不说中文'],
    ['ls8h', '💩'],
    ['Pro-zbaa', null],
    ['', null],
    ['99999999999', null],
    ['a_b', null],
  ])('%s', (encoded, expected) => {
    const decoded = decodePunycode(encoded);
    if (expected === null) expect(decoded === null || !isValidAddress(`a@xn--${encoded}`)).toBe(true);
    else expect(decoded).toBe(expected);
  });

  test('the file loads without Node', () => {
    const source = readFileSync(new URL('../../../lib/mail/message/address.ts', import.meta.url), 'utf8');
    expect(source).not.toMatch(/node:|Buffer/);
  });
});

describe('A written address cannot break out of its header', () => {
  test.each([
    [['Ann "A" B', 'a@x.example'], '"Ann \\"A\\" B" <a@x.example>'],
    [['Ann\r\nBcc: z@x.example', 'a@x.example'], '"Ann Bcc: z@x.example" <a@x.example>'],
    [['', 'a@x.example\r\nBcc: z'], 'a@x.exampleBcc: z'],
    [['=?utf-8?q?x?=', 'a@x.example'], '"= ?utf-8?q?x?=" <a@x.example>'],
  ])('%j', ([name, address], expected) => {
    expect(formatAddress(name, address ?? '')).toBe(expected);
    expect(formatAddress(name, address ?? '')).not.toMatch(/[\r\n]/);
  });
});

describe('Validity', () => {
  test.each([
    'a@b.example',
    'a+b@x.example',
    '"a b"@x.example',
    'юзер@пример.рф',
    'a@under_score.example',
    'a@xn--bcher-kva.example',
    'a@XN--BCHER-KVA.example',
    'a@xn--e1afmkfd.xn--p1ai',
    'a@xn--fiqs8s',
    'a@münchen-ost.example',
    `${'x'.repeat(64)}@y.example`,
  ])('%s is valid', (address) => expect(isValidAddress(address)).toBe(true));
  test.each([
    '',
    'a',
    '@x.example',
    'a@',
    'a@x..example',
    '.a@x.example',
    'a b@x.example',
    'a@x.example\n',
    'Ann <a@x.example>',
    `${'x'.repeat(65)}@y.example`,
    'a@-x.example',
    'a@x.example.',
    'a@xn--example',
    'a@xn--.example',
    'a@xn--abc-.example',
    'a@xn--99999999999.example',
    'a@bücher/x.example',
    'a@bücher@x.example\\',
  ])('%j is not', (address) => expect(isValidAddress(address)).toBe(false));
  test('SMTP without SMTPUTF8 carries IDNA domains but no local part outside ASCII', () => {
    expect(toAsciiAddress('a@bücher.example')).toBe('a@xn--bcher-kva.example');
    expect(toAsciiAddress('jürg@x.example')).toBeNull();
  });
  test.each([
    ['a@bücher.example', 'a@xn--bcher-kva.example', false],
    ['jürg@bücher.example', 'jürg@xn--bcher-kva.example', true],
    ['"a b"@x.example', '"a b"@x.example', false],
    ['A.B@X.example', 'A.B@X.example', false],
    ['a@b@c', null, false],
    ['a@-.example', null, false],
  ])('In the envelope %s is %s', (address, written, needsUtf8) => {
    expect(toSmtpAddress(address)).toBe(written);
    expect(needsSmtpUtf8(address)).toBe(needsUtf8);
  });

  const corpus = `${process.env.FIXTURES_DIR ?? new URL('../../../../shared/fixtures', import.meta.url).pathname}/dev-addresses.json`;
  test.skipIf(!existsSync(corpus))(`the collected addresses (skipped where ${corpus} does not exist)`, () => {
    const { valid, invalid } = JSON.parse(readFileSync(corpus, 'utf8')) as { valid: string[]; invalid: string[] };
    expect(valid.filter((address) => !isValidMailbox(address))).toEqual([]);
    expect(invalid.filter((address) => isValidMailbox(address))).toEqual([]);
  });
});
