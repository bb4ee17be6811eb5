import { describe, expect, test } from 'vitest';
import { isOwnOrigin } from '#lib/auth/own-origin.ts';
import { guessableReason, newPasswordSchema } from '#lib/auth/password-rule.ts';
import { judgeRate, waitInWords } from '#lib/auth/rate-limit/rule.ts';
import { proposeEmailDomain } from '#lib/auth/setup/propose-email-domain.ts';
import { safePath } from '../../../app/(auth)/sign-in/safe-path.ts';

const rule = { limit: 3, windowSeconds: 600 };
const start = new Date('2026-11-22T10:00:00Z');

describe('Attempts are counted in a window', () => {
  test.each([
    [1, '10:00:00', true, 0],
    [3, '10:05:00', true, 0],
    [4, '10:05:00', false, 300],
    [40, '10:09:59', false, 1],
    [4, '10:10:00', false, 1],
  ])('attempt %i at %s: allowed %s, wait %i s', (count, time, allowed, retryAfterSeconds) => {
    const now = new Date(`2026-11-22T${time}Z`);
    expect(judgeRate(count, start, rule, now)).toEqual({ allowed, retryAfterSeconds });
  });

  test.each([
    [1, '1 second'],
    [59, '59 seconds'],
    [60, '1 minute'],
    [61, '2 minutes'],
    [900, '15 minutes'],
  ])('%i seconds are called "%s"', (seconds, words) => {
    expect(waitInWords(seconds)).toBe(words);
  });
});

describe('A new password', () => {
  test.each([
    ['correct horse battery', true],
    ['twelve chars', true],
    ['eleven char', false],
    ['aaaaaaaaaaaaaaaa', false],
    ['a'.repeat(201), false],
  ])('%j is accepted: %s', (password, accepted) => {
    expect(newPasswordSchema.safeParse(password).success).toBe(accepted);
  });

  test.each([
    ['anna@mycompany.example', true],
    ['Anna Smith 1', true],
    ['anna smith likes green tea', false],
    ['correct horse battery', false],
  ])('%j is easy to guess for who knows Anna Smith: %s', (password, easy) => {
    const owner = { name: 'Anna Smith', email: 'anna@mycompany.example' };
    expect(guessableReason(password, owner) !== null).toBe(easy);
  });
});

describe('The email domain is proposed from the address of the first administrator', () => {
  test.each([
    ['anna@acme.example', 'acme.example', false],
    [' Anna@ACME.Example ', 'acme.example', false],
    ['anna@gmail.com', 'mycompany.example', true],
    ['anna@HOTMAIL.com', 'mycompany.example', true],
    ['anna@localhost', 'mycompany.example', false],
    ['', 'mycompany.example', false],
  ])('%j: %s, with a note: %s', (address, domain, noted) => {
    const proposal = proposeEmailDomain(address);
    expect(proposal.domain).toBe(domain);
    expect(proposal.note !== null).toBe(noted);
  });
});

describe('Only pages of the console sign people in', () => {
  test.each([
    [{ origin: 'https://mail.acme.example' }, true],
    [{ origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' }, true],
    [{ origin: 'https://evil.example', host: 'mail.acme.example' }, false],
    [{ origin: 'null', host: 'mail.acme.example' }, false],
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{}, false],
  ] as [Record<string, string>, boolean][])('%j: %s', (headers, own) => {
    expect(isOwnOrigin(new Headers(headers), 'https://mail.acme.example')).toBe(own);
  });
});

describe('After signing in one lands on a page of ours', () => {
  test.each([
    ['/crm/leads?q=1', '/crm/leads?q=1'],
    [undefined, '/'],
    ['https://evil.example', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/sign-in', '/'],
    ['/api/auth/signout', '/'],
  ])('%j: %s', (asked, path) => {
    expect(safePath(asked)).toBe(path);
  });
});
