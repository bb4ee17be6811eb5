import { describe, expect, test } from 'vitest';
import { type SelectionInput, selectServer } from '#lib/mail/outgoing/select/select-server.ts';
import {
  BOUNCE,
  bare,
  D,
  DEFAULT,
  DEFAULT_FILTERED,
  input,
  N,
  NOTIF,
  server,
  U,
  U_WIDE,
  Z,
} from './selection-fixture.ts';

type Case = [string, Partial<SelectionInput>, string, string, string];

describe('Without an email domain the mail keeps its author', () => {
  test.each<Case>([
    ['exact address', { from: 'special@corp.example' }, 'U', 'special@corp.example', 'special@corp.example'],
    ['domain', { from: 'new@corp.example' }, 'D', 'new@corp.example', 'new@corp.example'],
    [
      'domain, with a name',
      { from: '"Name" <new@corp.example>' },
      'D',
      'new@corp.example',
      '"Name" <new@corp.example>',
    ],
    [
      'stranger',
      { from: '"Test" <t@unknown_domain.com>' },
      'Z',
      't@unknown_domain.com',
      '"Test" <t@unknown_domain.com>',
    ],
    ['stranger without a name', { from: 't@unknown.example' }, 'Z', 't@unknown.example', 't@unknown.example'],
    ['IDN author', { from: 't@ééé.example' }, 'Z', 't@xn--9caaa.example', 't@xn--9caaa.example'],
    ['upper case', { from: '"N" <SPECIAL@corp.example>' }, 'U', 'SPECIAL@corp.example', '"N" <SPECIAL@corp.example>'],
  ])('%s', (_, more, name, envelopeFrom, headerFrom) => {
    expect(selectServer(input({ ...bare, ...more }))).toMatchObject({
      ok: true,
      serverName: name,
      envelopeFrom,
      headerFrom,
      rewritten: false,
    });
  });
});

describe('With an email domain', () => {
  test.each<Case>([
    [
      'an exact address wins, its filter refuses the bounce address',
      { from: 'special@corp.example' },
      'U',
      'special@corp.example',
      'special@corp.example',
    ],
    ['an address of the domain', { from: '"Name" <new@corp.example>' }, 'D', BOUNCE, '"Name" <new@corp.example>'],
    ['a stranger goes by the default From', { from: '"Name" <t@unknown.example>' }, 'N', NOTIF, `"Name" <${NOTIF}>`],
    ['a stranger without a name lends the local part', { from: 't@unknown.example' }, 'N', NOTIF, `"t" <${NOTIF}>`],
    ['no author', { from: null }, 'N', NOTIF, NOTIF],
    ['a blank author', { from: '  ' }, 'N', NOTIF, NOTIF],
    [
      'one of several filter parts',
      { servers: [D, U_WIDE, N, Z], from: '"E" <t@domain1.example>' },
      'U',
      't@domain1.example',
      '"E" <t@domain1.example>',
    ],
    [
      'an address in the name never counts',
      { from: '"special@corp.example" <t@unknown.example>' },
      'N',
      NOTIF,
      `"special@corp.example" <${NOTIF}>`,
    ],
    [
      'the default From by its domain',
      { servers: [D, U, Z], from: '"X" <t@unknown.example>' },
      'D',
      BOUNCE,
      `"X" <${NOTIF}>`,
    ],
    [
      'an unfiltered server keeps the author',
      { servers: [U, Z], from: '"X" <t@unknown.example>' },
      'Z',
      BOUNCE,
      '"X" <t@unknown.example>',
    ],
    [
      'an archived server is never used',
      { servers: [{ ...D, active: false }, U, Z], from: 'new@corp.example' },
      'Z',
      BOUNCE,
      'new@corp.example',
    ],
    [
      'the last resort rewrites',
      { servers: [server(9, 'O', 'other.example')], from: '"X" <t@unknown.example>' },
      'O',
      NOTIF,
      `"X" <${NOTIF}>`,
    ],
    ['a mis-nested author', { from: '"Name" <"Inner" <new@corp.example>>' }, 'D', BOUNCE, '"Name" <new@corp.example>'],
    ['quotes in a name', { from: '"A \\"B\\" C" <t@unknown.example>' }, 'N', NOTIF, `"A \\"B\\" C" <${NOTIF}>`],
    [
      'the default server',
      { servers: [], defaultServer: DEFAULT, from: '"X" <t@unknown.example>' },
      'Default',
      BOUNCE,
      '"X" <t@unknown.example>',
    ],
    [
      'a filtered default server, own author',
      { servers: [], defaultServer: DEFAULT_FILTERED, from: 'special@corp.example' },
      'Default',
      BOUNCE,
      'special@corp.example',
    ],
    [
      'a filtered default server, stranger',
      { servers: [], defaultServer: DEFAULT_FILTERED, from: 't@unknown.example' },
      'Default',
      BOUNCE,
      `"t" <${NOTIF}>`,
    ],
    [
      'own servers leave the default server alone',
      { servers: [Z], defaultServer: DEFAULT, from: 'new@corp.example' },
      'Z',
      BOUNCE,
      'new@corp.example',
    ],
  ])('%s', (_, more, name, envelopeFrom, headerFrom) => {
    expect(selectServer(input(more))).toMatchObject({ ok: true, serverName: name, envelopeFrom, headerFrom });
  });

  test('An exact address on a late server comes before a domain on an early one', () => {
    const late = server(50, 'Late', 'special@corp.example', { priority: 99 });
    expect(selectServer(input({ servers: [D, Z, late], from: 'special@corp.example' }))).toMatchObject({
      serverName: 'Late',
    });
  });

  test('Between servers of the same rule priority decides, then the older one', () => {
    const servers = [
      server(8, 'B', null, { priority: 5 }),
      server(7, 'A', null, { priority: 5 }),
      server(6, 'C', null, { priority: 6 }),
    ];
    expect(selectServer(input({ servers, from: 'x@y.example' }))).toMatchObject({ serverName: 'A' });
  });

  test('The last resort is said out loud', () => {
    const result = selectServer(input({ servers: [server(9, 'O', 'other.example')], from: 't@unknown.example' }));
    expect(result).toMatchObject({ ok: true, warning: expect.stringContaining('last resort') });
    expect(result.trace.filter((line) => line.matched).map((line) => line.rule)).toContain('last-resort');
  });
});

describe('A forced server is held to its filter', () => {
  test.each<Case>([
    ['it admits the author', { forcedServerId: 1, from: 'new@corp.example' }, 'D', BOUNCE, 'new@corp.example'],
    ['the default From where admitted', { forcedServerId: 1, from: 'u@test2.example' }, 'D', BOUNCE, `"u" <${NOTIF}>`],
    [
      'a full address of the filter',
      { forcedServerId: 2, from: 'u@test2.example' },
      'U',
      'special@corp.example',
      '"u" <special@corp.example>',
    ],
    [
      'else the first domain of the filter',
      { forcedServerId: 5, servers: [server(5, 'F', 'one.example, two.example')], from: '"U" <u@x.example>' },
      'F',
      'notifications.test@one.example',
      '"U" <notifications.test@one.example>',
    ],
    [
      'an unfiltered one keeps the author',
      { forcedServerId: 4, from: 'u@test2.example' },
      'Z',
      BOUNCE,
      'u@test2.example',
    ],
    [
      'it is not the one the table would choose',
      { forcedServerId: 4, from: 'special@corp.example' },
      'Z',
      BOUNCE,
      'special@corp.example',
    ],
  ])('%s', (_, more, name, envelopeFrom, headerFrom) => {
    expect(selectServer(input(more))).toMatchObject({ ok: true, serverName: name, envelopeFrom, headerFrom });
  });

  test.each([
    ['archived', { forcedServerId: 1, servers: [{ ...D, active: false }, Z] }],
    ['unknown', { forcedServerId: 99 }],
  ])('An %s one is refused, not replaced', (_, more) => {
    expect(selectServer(input({ from: 'a@corp.example', ...more }))).toMatchObject({
      ok: false,
      failureType: 'mail_smtp',
      waits: false,
    });
  });
});

describe('A full default From address is used for everything', () => {
  const all = { forceFrom: true, notificationAddress: 'office@corp.example' };
  test.each<Case>([
    [
      'an author another server would match',
      { from: '"Ann" <special@corp.example>' },
      'D',
      BOUNCE,
      '"Ann" <office@corp.example>',
    ],
    ['a stranger', { from: '"Bob" <b@unknown.example>' }, 'D', BOUNCE, '"Bob" <office@corp.example>'],
    [
      'an unfiltered server',
      { servers: [Z], from: '"Bob" <b@unknown.example>' },
      'Z',
      BOUNCE,
      '"Bob" <office@corp.example>',
    ],
    ['the address itself', { from: '"Me" <Office@corp.example>' }, 'D', BOUNCE, '"Me" <office@corp.example>'],
    [
      'a forced server that refuses it',
      { forcedServerId: 2, from: '"Bob" <b@unknown.example>' },
      'U',
      'special@corp.example',
      '"Bob" <special@corp.example>',
    ],
  ])('%s', (_, more, name, envelopeFrom, headerFrom) => {
    expect(selectServer(input({ ...all, ...more }))).toMatchObject({
      ok: true,
      serverName: name,
      envelopeFrom,
      headerFrom,
    });
  });
});

describe('DMARC of the author', () => {
  const stranger = { servers: [Z], from: '"Y" <y@strict.example>' };
  test.each([
    ['reject', `"Y" <${NOTIF}>`],
    ['quarantine', `"Y" <${NOTIF}>`],
    ['unknown', `"Y" <${NOTIF}>`],
    ['none', '"Y" <y@strict.example>'],
  ] as const)('p=%s on an unfiltered server', (policy, headerFrom) => {
    expect(selectServer(input({ ...stranger, partnerDmarc: { domain: 'strict.example', policy } }))).toMatchObject({
      headerFrom,
    });
  });

  test.each([
    ['a domain of a company', { ownDomains: ['STRICT.example'] }],
    ['a domain in an active filter', { servers: [Z, server(5, 'F', 'strict.example')], forcedServerId: 4 }],
    ['an address in an active filter', { servers: [Z, server(5, 'F', 'y@strict.example')], forcedServerId: 4 }],
  ])('%s is ours and is kept', (_, more) => {
    const result = selectServer(
      input({ ...stranger, ...more, partnerDmarc: { domain: 'strict.example', policy: 'reject' } }),
    );
    expect(result).toMatchObject({ headerFrom: '"Y" <y@strict.example>', rewritten: false });
  });

  test('Without a default From there is nothing to rewrite to: a warning says so', () => {
    const result = selectServer(
      input({ ...bare, ...stranger, partnerDmarc: { domain: 'strict.example', policy: 'reject' } }),
    );
    expect(result).toMatchObject({ ok: true, rewritten: false, warning: expect.stringContaining('DMARC') });
  });
});

describe('Replies to a rewritten mail', () => {
  test('come back to the author where nothing else is said', () => {
    expect(selectServer(input({ from: '"X" <t@unknown.example>' }))).toMatchObject({
      replyTo: '"X" <t@unknown.example>',
    });
  });
  test('follow the Reply-To the mail already has', () => {
    expect(selectServer(input({ from: 't@unknown.example', replyTo: 'catchall@corp.example' }))).toMatchObject({
      replyTo: null,
    });
  });
  test('need none while the author is kept', () => {
    expect(selectServer(input({ from: 'new@corp.example' }))).toMatchObject({ replyTo: null, rewritten: false });
  });
});

describe('A mail that cannot have a From is refused with the reason', () => {
  test.each([
    ['no author and no default From', { ...bare, from: null }, 'mail_from_missing'],
    ['no address', { from: 'robert' }, 'mail_from_invalid'],
    ['two authors', { from: 'a@corp.example, b@corp.example' }, 'mail_from_invalid'],
    ['a line break', { from: 'a@corp.example\r\nBcc: x@y.example' }, 'mail_from_invalid'],
    ['a local part longer than 64 characters', { from: `${'x'.repeat(65)}@corp.example` }, 'mail_from_invalid'],
    ['two authors with names', { from: '"A" <a@corp.example>, "B" <b@corp.example>' }, 'mail_from_invalid'],
    ['two authors, one of them of a filter', { from: 'x@unknown.example; special@corp.example' }, 'mail_from_invalid'],
    ['no author, no default From, a forced server', { ...bare, from: null, forcedServerId: 1 }, 'mail_from_missing'],
    [
      'a forced server whose filter names nothing usable',
      { from: 'x@y.example', forcedServerId: 5, servers: [server(5, 'F', 'bad..domain')], ...bare },
      'mail_from_invalid',
    ],
    ['a broken domain', { from: 'a@corp..example' }, 'mail_from_invalid'],
  ] as [string, Partial<SelectionInput>, string][])('%s', (_, more, failureType) => {
    const result = selectServer(input(more));
    expect(result).toMatchObject({ ok: false, failureType, waits: false });
    expect(result.trace.length).toBeGreaterThan(0);
  });

  test('The same author written twice is one author', () => {
    expect(selectServer(input({ from: 'a@corp.example, A@CORP.example' }))).toMatchObject({
      ok: true,
      headerFrom: 'a@corp.example',
    });
  });
  test('Without any server the mail waits', () => {
    expect(selectServer(input({ servers: [], from: 'a@corp.example' }))).toMatchObject({
      ok: false,
      failureType: 'mail_smtp',
      waits: true,
    });
  });
});
