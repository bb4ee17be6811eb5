import { describe, expect, test } from 'vitest';
import { readDmarcRecords } from '#lib/mail/domains/dmarc-record.ts';

const policiesOf = (...texts: string[]) => {
  const reading = readDmarcRecords(texts);
  return typeof reading === 'string' ? reading : [reading.policy, reading.subdomains, reading.missing].join(' ');
};

describe('A DMARC record says what becomes of mail that is not its own', () => {
  test.each([
    ['its policy', ['v=DMARC1; p=reject'], 'reject reject reject'],
    ['another one for sub-domains', ['v=DMARC1; p=reject; sp=none'], 'reject none none'],
    ['another one for missing sub-domains', ['v=DMARC1; p=none; sp=quarantine; np=reject'], 'none quarantine reject'],
    ['without blanks', ['v=DMARC1;p=quarantine'], 'quarantine quarantine quarantine'],
    ['with blanks everywhere', [' v = DMARC1 ; p = reject ; '], 'reject reject reject'],
    ['in capitals', ['v=DMARC1; P=REJECT'], 'reject reject reject'],
    ['with tags nobody knows', ['v=DMARC1; p=reject; colour=blue; broken'], 'reject reject reject'],
    ['beside other texts', ['v=spf1 -all', 'v=DMARC1; p=reject', 'hello'], 'reject reject reject'],
    ['broken, but it asks for reports', ['v=DMARC1; p=harsh; rua=mailto:d@x.example'], 'none none none'],
    ['no policy, but it asks for reports', ['v=DMARC1; rua=mailto:d@x.example'], 'none none none'],
    [
      'broken for sub-domains, but it asks for reports',
      ['v=DMARC1; p=reject; sp=x; rua=mailto:d@x.example'],
      'none none none',
    ],
    ['broken', ['v=DMARC1; p=harsh'], 'void'],
    ['broken, and its report address is none', ['v=DMARC1; p=harsh; rua=d@x.example'], 'void'],
    ['without a policy', ['v=DMARC1'], 'void'],
    ['a tag twice', ['v=DMARC1; p=none; p=reject'], 'void'],
    ['two records', ['v=DMARC1; p=reject', 'v=DMARC1; p=none'], 'void'],
    ['another version', ['v=DMARC12; p=reject'], 'absent'],
    ['the version in small letters', ['v=dmarc1; p=reject'], 'absent'],
    ['the version not first', ['p=reject; v=DMARC1'], 'absent'],
    ['no text at all', [], 'absent'],
  ])('%s', (_, texts, expected) => {
    expect(policiesOf(...texts)).toBe(expected);
  });
});
