import { describe, expect, test } from 'vitest';
import { decideAuthentication, nothingToCheck } from '#lib/mail/incoming/qualify/decide-authentication.ts';
import { readAuthentication } from '#lib/mail/incoming/qualify/read-authentication.ts';

const from = { name: '', address: 'mary@customer.example.com' };
const stated = (...values: string[]) => {
  const headers = values.map((value) => ({ name: 'authentication-results', value }));
  return readAuthentication({ headers, from }, 'MX.ours.example');
};

describe('what another host says counts', () => {
  test.each([
    ['from the host we trust', ['mx.ours.example; spf=pass; dkim=none'], { spf: 'pass', dkim: 'none', dmarc: null }],
    ['with a version and comments', ['mx.ours.example 1; dmarc=fail (p=none; x) x=y'], { dmarc: 'fail' }],
    ['with one good signature of two', ['mx.ours.example; dkim=fail header.d=a.example; dkim=pass'], { dkim: 'pass' }],
    ['not from another host', ['mx.evil.example; dmarc=pass'], null],
    ['not below another host', ['mx.evil.example; dmarc=pass', 'mx.ours.example; dmarc=pass'], null],
    ['not from a host whose name begins alike', ['mx.ours.example.evil.example; dmarc=pass'], null],
    ['not where the word stands in a value', ['mx.ours.example; spf=fail smtp.mailfrom=a;dkim=x'], { dmarc: null }],
  ])('%s', (_, values, found) => {
    if (found === null) expect(stated(...values)).toBeNull();
    else expect(stated(...values)).toMatchObject(found);
  });

  test.each([
    ['header.d=example.com', true],
    ['header.d=mail.example.com', true],
    ['header.i=@customer.example.com', true],
    ['header.i=joe@other.example', false],
    ['header.d=notexample.com', false],
    ['header.d=com', false],
  ])('a good signature with %s proves the author: %s', (property, aligned) => {
    expect(stated(`mx.ours.example; dkim=pass ${property}`)?.aligned).toBe(aligned);
  });
});

const own = (changes: object) => ({ ...nothingToCheck, ...changes });

describe('of what we found and what the trusted host says', () => {
  test.each([
    ['nothing at all', own({}), null, { spf: 'none', dkim: 'none', dmarc: 'none', source: 'none', verified: false }],
    [
      'our aligned signature',
      own({ dkim: 'pass', dmarc: 'none', aligned: true }),
      null,
      { verified: true, source: 'self' },
    ],
    ['a signature DMARC does not take', own({ dkim: 'pass', dmarc: 'fail', aligned: true }), null, { verified: false }],
    ['DMARC', own({ dkim: 'pass', dmarc: 'pass' }), null, { verified: true }],
    ['a failed DMARC without SPF', own({ dkim: 'fail', dmarc: 'fail' }), null, { dkim: 'fail', dmarc: 'none' }],
    ['a failed DMARC with SPF', own({ spf: 'fail', dmarc: 'fail' }), null, { spf: 'fail', dmarc: 'fail' }],
    ['no answer', own({ dkim: 'temperror', dmarc: 'temperror' }), null, { dkim: 'temperror', verified: false }],
    ['the host that saw the sender', own({}), 'spf=pass; dmarc=pass', { spf: 'pass', dmarc: 'pass', verified: true }],
    [
      'a key that is gone by now',
      own({ dkim: 'fail', dmarc: 'fail' }),
      'dkim=pass header.d=example.com',
      { dkim: 'pass', verified: true },
    ],
    [
      'what we saw ourselves',
      own({ spf: 'fail', dmarc: 'fail' }),
      'spf=pass',
      { spf: 'fail', source: 'mx.ours.example' },
    ],
  ])('%s', (_, ours, theirs, decided) => {
    const said = theirs === null ? null : stated(`mx.ours.example; ${theirs}`);
    expect(decideAuthentication(ours, said)).toMatchObject(decided);
  });
});
