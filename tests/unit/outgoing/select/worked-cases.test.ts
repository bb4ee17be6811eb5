import { describe, expect, test } from 'vitest';
import { aliasDomainFacts } from '#lib/mail/aliases/alias-domain-facts.ts';
import type { SelectableServer } from '#lib/mail/outgoing/select/choose-server.ts';
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

interface Expected {
  server: string;
  rule: string;
  envelope: string;
  from: string;
}

type Row = [name: string, mail: Partial<SelectionInput>, expected: Expected];
const goes = (to: string, rule: string, envelope: string, from: string): Expected => ({
  server: to,
  rule,
  envelope,
  from,
});

function check(mail: Partial<SelectionInput>, expected: Expected): void {
  const result = selectServer(input(mail));
  if (!result.ok) throw new Error(result.reason);
  expect(result).toMatchObject({
    serverName: expected.server,
    rule: expected.rule,
    envelopeFrom: expected.envelope,
    headerFrom: expected.from,
  });
}

const special = 'special@corp.example';
const stranger = 't@unknown.example';
const defaultOnly = { servers: [], defaultServer: DEFAULT_FILTERED };

describe('Without an email domain', () => {
  test.each<Row>([
    ['case 1, 4: an address that a filter names', { from: special }, goes('U', 'author-address', special, special)],
    [
      'case 2: a domain that a filter names',
      { from: 'new@corp.example' },
      goes('D', 'author-domain', 'new@corp.example', 'new@corp.example'),
    ],
    [
      'case 3, 5: a stranger with a name',
      { from: `"Name" <${stranger}>` },
      goes('Z', 'no-filter', stranger, `"Name" <${stranger}>`),
    ],
    ['case 6: a stranger without a name', { from: stranger }, goes('Z', 'no-filter', stranger, stranger)],
    [
      'case 7: a name and a domain of a filter',
      { from: '"Name" <new@corp.example>' },
      goes('D', 'author-domain', 'new@corp.example', '"Name" <new@corp.example>'),
    ],
    [
      'case 8: a stranger, the server of the default From is gone',
      { from: `"Name" <${stranger}>`, servers: [D, U, Z] },
      goes('Z', 'no-filter', stranger, `"Name" <${stranger}>`),
    ],
    [
      'case 11: a domain beyond ASCII is written in ASCII',
      { from: 't@ééééééé.example' },
      goes('Z', 'no-filter', 't@xn--9caaaaaaa.example', 't@xn--9caaaaaaa.example'),
    ],
    [
      'case 12: only the default server, its filter names the domain',
      { ...defaultOnly, from: special },
      goes('Default', 'default-server', special, special),
    ],
    [
      'case 13: the same with a name',
      { ...defaultOnly, from: `"Formatted" <${special}>` },
      goes('Default', 'default-server', special, `"Formatted" <${special}>`),
    ],
    [
      'case 15: the same in capitals',
      { ...defaultOnly, from: '"Formatted" <SPECIAL@corp.example>' },
      goes('Default', 'default-server', 'SPECIAL@corp.example', '"Formatted" <SPECIAL@corp.example>'),
    ],
    [
      'case 16: a stranger is never spoofed: the first address of the filter',
      { ...defaultOnly, from: stranger },
      goes('Default', 'default-server', 'dummy@example.com', '"t" <dummy@example.com>'),
    ],
    [
      'case 17: the same with a name',
      { ...defaultOnly, from: `"Formatted" <${stranger}>` },
      goes('Default', 'default-server', 'dummy@example.com', '"Formatted" <dummy@example.com>'),
    ],
    [
      'case 19: one of several parts of a filter',
      {
        from: 't@k.example',
        servers: [D, U, N, Z, server(5, 'K', 'dummy@example.com, k.example, dummy2@example.com')],
      },
      goes('K', 'author-domain', 't@k.example', 't@k.example'),
    ],
    [
      'case 20: beside it an exact address of another server',
      { from: special, servers: [D, U, N, Z, server(5, 'K', 'dummy@example.com, k.example')] },
      goes('U', 'author-address', special, special),
    ],
    [
      'a stranger and filtered servers only: the first address its filter admits',
      { from: stranger, servers: [D, U] },
      goes('D', 'last-resort', 'notifications@corp.example', '"t" <notifications@corp.example>'),
    ],
    [
      'the last resort prefers an address that its filter spells out',
      { from: stranger, servers: [server(9, 'W', 'one.example, boss@two.example')] },
      goes('W', 'last-resort', 'boss@two.example', '"t" <boss@two.example>'),
    ],
  ])('%s', (_, mail, expected) => check({ ...bare, ...mail }, expected));
});

describe('With an email domain', () => {
  const wide = { servers: [D, U_WIDE, N, Z] };
  const two = server(6, 'S2', 'second.example');
  test.each<Row>([
    [
      'case 24: the default server carries the bounce address',
      { ...defaultOnly, from: special },
      goes('Default', 'default-server', BOUNCE, special),
    ],
    [
      'case 25: the same with a name',
      { ...defaultOnly, from: `"Formatted" <${special}>` },
      goes('Default', 'default-server', BOUNCE, `"Formatted" <${special}>`),
    ],
    [
      'case 27: the same in capitals',
      { ...defaultOnly, from: 'SPECIAL@corp.example' },
      goes('Default', 'default-server', BOUNCE, 'SPECIAL@corp.example'),
    ],
    [
      'case 28: a stranger through the filtered default server',
      { ...defaultOnly, from: stranger },
      goes('Default', 'default-server', BOUNCE, `"t" <${NOTIF}>`),
    ],
    [
      'case 29: the same with a name',
      { ...defaultOnly, from: `"Formatted" <${stranger}>` },
      goes('Default', 'default-server', BOUNCE, `"Formatted" <${NOTIF}>`),
    ],
    [
      'a stranger through the open default server is kept',
      { servers: [], defaultServer: DEFAULT, from: stranger },
      goes('Default', 'default-server', BOUNCE, stranger),
    ],
    [
      'case 31: an address among the parts of a filter',
      { ...wide, from: special },
      goes('U', 'author-address', special, special),
    ],
    [
      'case 32: an address in the name does not count',
      { ...wide, from: `"Name name@strange.name" <${special}>` },
      goes('U', 'author-address', special, `"Name name@strange.name" <${special}>`),
    ],
    [
      'case 34: the domain in capitals',
      { ...wide, from: 'special@CORP.example' },
      goes('U', 'author-address', 'special@CORP.example', 'special@CORP.example'),
    ],
    [
      'case 35: another address of the domain',
      { ...wide, from: 'new@corp.example' },
      goes('D', 'author-domain', BOUNCE, 'new@corp.example'),
    ],
    [
      'case 37: the same with a name',
      { ...wide, from: '"Unknown" <new@corp.example>' },
      goes('D', 'author-domain', BOUNCE, '"Unknown" <new@corp.example>'),
    ],
    [
      'case 38: a stranger goes to the server of the default From',
      { ...wide, from: `"Test" <${stranger}>` },
      goes('N', 'default-from-address', NOTIF, `"Test" <${NOTIF}>`),
    ],
    ['case 39: no author at all', { ...wide, from: null }, goes('N', 'default-from-address', NOTIF, NOTIF)],
    [
      'case 41: another domain of the same filter',
      { ...wide, from: '"Example" <t@domain1.example>' },
      goes('U', 'author-domain', 't@domain1.example', '"Example" <t@domain1.example>'),
    ],
    [
      'case 42, 53: a filter of one address never carries the bounce address',
      { from: special },
      goes('U', 'author-address', special, special),
    ],
    [
      'case 43, 55: a stranger with a name',
      { from: `"Name" <${stranger}>` },
      goes('N', 'default-from-address', NOTIF, `"Name" <${NOTIF}>`),
    ],
    [
      'case 44, 48: a stranger without a name lends the local part',
      { from: stranger },
      goes('N', 'default-from-address', NOTIF, `"t" <${NOTIF}>`),
    ],
    [
      'case 45: a name and a domain of a filter',
      { from: '"Name" <new@corp.example>' },
      goes('D', 'author-domain', BOUNCE, '"Name" <new@corp.example>'),
    ],
    [
      'case 49: another stranger, the same server',
      { servers: [D, U, N, Z, two], from: 'test_2@unknown.example' },
      goes('N', 'default-from-address', NOTIF, `"test_2" <${NOTIF}>`),
    ],
    [
      'case 50: a domain of a later server',
      { servers: [D, U, N, Z, two], from: 'user_1@second.example' },
      goes('S2', 'author-domain', 'user_1@second.example', 'user_1@second.example'),
    ],
    [
      'case 52: the same bound to a server that does not admit it',
      { servers: [D, U, N, Z, two], from: 'user_1@second.example', forcedServerId: 1 },
      goes('D', 'forced-server', BOUNCE, `"user_1" <${NOTIF}>`),
    ],
    [
      'case 56: a mailing bound to the server of the default From',
      { from: 'unknow_email@unknown.example', forcedServerId: 3 },
      goes('N', 'forced-server', NOTIF, `"unknow_email" <${NOTIF}>`),
    ],
    [
      'personal case 1: only a server for another address',
      { from: NOTIF, servers: [server(2, 'U', 'user@corp.example')] },
      goes('U', 'last-resort', NOTIF, NOTIF),
    ],
    [
      'the default From by the domain of a filter',
      { servers: [U, D], from: stranger },
      goes('D', 'default-from-domain', BOUNCE, `"t" <${NOTIF}>`),
    ],
    [
      'the exact default From on a late server before its domain on an early one',
      { servers: [D, { ...N, priority: 99 }], from: stranger },
      goes('N', 'default-from-address', NOTIF, `"t" <${NOTIF}>`),
    ],
    [
      'the domain of the author on a late server before an open one',
      { servers: [Z, { ...D, priority: 99 }], from: 'new@corp.example' },
      goes('D', 'author-domain', BOUNCE, 'new@corp.example'),
    ],
    [
      'an archived server of the very address is passed over',
      { servers: [D, { ...U, active: false }, N, Z], from: special },
      goes('D', 'author-domain', BOUNCE, special),
    ],
    [
      'a sub-domain is another domain',
      { from: 'x@sub.corp.example' },
      goes('N', 'default-from-address', NOTIF, `"x" <${NOTIF}>`),
    ],
  ])('%s', (_, mail, expected) => check(mail, expected));
});

describe('The envelope sender', () => {
  const token = 'bounce+4711-token@corp.example';
  test.each<Row>([
    [
      'is the bounce address on an open server',
      { servers: [Z], from: stranger },
      goes('Z', 'no-filter', BOUNCE, stranger),
    ],
    [
      'is the bounce address where a filter names its domain',
      { servers: [D], from: 'a@corp.example' },
      goes('D', 'author-domain', BOUNCE, 'a@corp.example'),
    ],
    [
      'is tested without its token',
      {
        servers: [server(5, 'B', 'a@corp.example, bounce@corp.example')],
        from: 'a@corp.example',
        bounceAddress: token,
      },
      goes('B', 'author-address', token, 'a@corp.example'),
    ],
    [
      'is the From address where the filter admits no bounce address',
      { servers: [server(5, 'B', 'a@corp.example')], from: 'a@corp.example', bounceAddress: token },
      goes('B', 'author-address', 'a@corp.example', 'a@corp.example'),
    ],
    [
      'is the rewritten From address',
      { servers: [N], from: '"X" <x@unknown.example>' },
      goes('N', 'default-from-address', NOTIF, `"X" <${NOTIF}>`),
    ],
    [
      'is the From address without any bounce address',
      { servers: [Z], from: stranger, bounceAddress: null },
      goes('Z', 'no-filter', stranger, stranger),
    ],
    [
      'is the From address where the bounce address is broken',
      { servers: [Z], from: stranger, bounceAddress: 'bounce@@x' },
      goes('Z', 'no-filter', stranger, stranger),
    ],
    [
      'has its domain in ASCII',
      { servers: [Z], from: 't@bücher.example', bounceAddress: null },
      goes('Z', 'no-filter', 't@xn--bcher-kva.example', 't@xn--bcher-kva.example'),
    ],
    [
      'keeps letters beyond ASCII before the @',
      { servers: [Z], from: 'jürg@bücher.example', bounceAddress: null },
      goes('Z', 'no-filter', 'jürg@xn--bcher-kva.example', 'jürg@xn--bcher-kva.example'),
    ],
  ])('%s', (_, mail, expected) => check(mail, expected));
});

describe('A server that a template or mailing forces', () => {
  const forced = (fromFilter: string | null, more: Partial<SelectionInput> = {}) => ({
    servers: [D, U, N, Z, server(7, 'F', fromFilter)],
    forcedServerId: 7,
    from: '"Ann" <a@corp.example>',
    ...more,
  });
  test.each<Row>([
    [
      'keeps an author that its filter names',
      forced('a@corp.example'),
      goes('F', 'forced-server', 'a@corp.example', '"Ann" <a@corp.example>'),
    ],
    [
      'keeps an author whose domain it names',
      forced('corp.example'),
      goes('F', 'forced-server', BOUNCE, '"Ann" <a@corp.example>'),
    ],
    [
      'keeps any author without a filter',
      forced(null, { from: stranger }),
      goes('F', 'forced-server', BOUNCE, stranger),
    ],
    [
      'first takes the default From',
      forced(`shop.example, ${NOTIF}, x@shop.example`),
      goes('F', 'forced-server', NOTIF, `"Ann" <${NOTIF}>`),
    ],
    [
      'then a full address of its filter',
      forced('shop.example, x@shop.example'),
      goes('F', 'forced-server', 'x@shop.example', '"Ann" <x@shop.example>'),
    ],
    [
      'then the local part of the default From at its first domain',
      forced('shop.example, store.example'),
      goes('F', 'forced-server', 'notifications.test@shop.example', '"Ann" <notifications.test@shop.example>'),
    ],
    [
      'without a default From, notifications at its first domain',
      forced('shop.example', { ...bare }),
      goes('F', 'forced-server', 'notifications@shop.example', '"Ann" <notifications@shop.example>'),
    ],
    [
      'writes that domain in ASCII',
      forced('bücher.example'),
      goes(
        'F',
        'forced-server',
        'notifications.test@xn--bcher-kva.example',
        '"Ann" <notifications.test@xn--bcher-kva.example>',
      ),
    ],
    [
      'carries a mail without an author From the default From',
      forced('corp.example', { from: null }),
      goes('F', 'forced-server', BOUNCE, NOTIF),
    ],
    [
      'carries a mail without an author From what its filter names',
      forced('x@shop.example', { from: null }),
      goes('F', 'forced-server', 'x@shop.example', 'x@shop.example'),
    ],
    [
      'carries the one address everything is sent From',
      forced('corp.example', { forceFrom: true }),
      goes('F', 'forced-server', BOUNCE, `"Ann" <${NOTIF}>`),
    ],
  ])('%s', (_, mail, expected) => check(mail, expected));
});

describe('One full address for everything', () => {
  const office = 'office@corp.example';
  const all = (more: Partial<SelectionInput>) => ({ forceFrom: true, notificationAddress: office, ...more });
  const O = server(8, 'O', office);
  test.each<Row>([
    [
      'finds the server that names it',
      all({ servers: [D, U, N, Z, O], from: special }),
      goes('O', 'author-address', office, `"special" <${office}>`),
    ],
    [
      'finds the server of its domain',
      all({ from: '"Ann" <a@elsewhere.example>' }),
      goes('D', 'author-domain', BOUNCE, `"Ann" <${office}>`),
    ],
    [
      'goes through an open server',
      all({ servers: [U, Z], from: special }),
      goes('Z', 'no-filter', BOUNCE, `"special" <${office}>`),
    ],
    [
      'goes through the default server',
      all({ servers: [], defaultServer: DEFAULT, from: special }),
      goes('Default', 'default-server', BOUNCE, `"special" <${office}>`),
    ],
    [
      'stands for mail without an author',
      all({ servers: [D, O], from: null }),
      goes('O', 'author-address', office, office),
    ],
    [
      'keeps the name of its own mailbox',
      all({ servers: [O], from: `"The office" <${office}>` }),
      goes('O', 'author-address', office, `"The office" <${office}>`),
    ],
    [
      'as the last resort too',
      all({ servers: [U], from: 'a@corp.example' }),
      goes('U', 'last-resort', office, `"a" <${office}>`),
    ],
  ])('%s', (_, mail, expected) => check(mail, expected));
});

describe('The name of a rewritten author', () => {
  test.each([
    ['stands in quotes', 'Ann Smith <t@unknown.example>', '"Ann Smith"'],
    ['with a comma', '"Smith, Ann" <t@unknown.example>', '"Smith, Ann"'],
    ['with quotes', '"Ann \\"A\\" Smith" <t@unknown.example>', '"Ann \\"A\\" Smith"'],
    ['with a backslash', '"Ann \\\\ Smith" <t@unknown.example>', '"Ann \\\\ Smith"'],
    ['with letters beyond ASCII', '"Jürg Müller" <t@unknown.example>', '"Jürg Müller"'],
    ['that came encoded', '=?UTF-8?Q?J=C3=BCrg?= <t@unknown.example>', '"Jürg"'],
    [
      'that hides a line break in an encoded word',
      '=?UTF-8?B?QW5uDQpCY2M6IHhAeS5leGFtcGxl?= <t@unknown.example>',
      '"Ann Bcc: x@y.example"',
    ],
    ['that would be read as an encoded word', '"=?= ?= x" <t@unknown.example>', '"= ?= ?= x"'],
    ['that is an address', '"boss@corp.example" <t@unknown.example>', '"boss@corp.example"'],
    ['that comes after the address, in brackets', 't@unknown.example (Ann)', '"Ann"'],
    ['is the local part where there is none', 't.u+v@unknown.example', '"t.u+v"'],
    ['is the local part without its quotes', '"odd one"@unknown.example', '"odd one"'],
    ['is the first of mis-nested ones', '"Ann" <"Inner" <t@unknown.example>>', '"Ann"'],
  ])('%s', (_, from, name) => {
    expect(selectServer(input({ from }))).toMatchObject({ ok: true, headerFrom: `${name} <${NOTIF}>` });
  });
});

describe('The default From', () => {
  const row = { id: 1, name: 'corp.example', catchall: 'catchall', bounce: 'bounce' };
  test.each([
    ['case 21: a local part joins the email domain', 'icp', 'icp@corp.example', false],
    ['case 22: the usual one', 'notifications', 'notifications@corp.example', false],
    ['case 23: a full address stands as it is, for everything', 'settings@example.com', 'settings@example.com', true],
  ])('%s', (_, defaultFrom, address, forceFrom) => {
    expect(aliasDomainFacts({ ...row, defaultFrom })).toMatchObject({ defaultFromAddress: address, forceFrom });
  });
});

describe('The order of servers', () => {
  const at = (id: number, priority: number): SelectableServer => server(id, `S${id}`, null, { priority });
  test.each([
    ['goes by priority', [at(1, 5), at(2, 3), at(3, 9)], 'S2'],
    ['then by age', [at(3, 5), at(2, 5), at(1, 6)], 'S2'],
    ['without archived ones', [{ ...at(1, 1), active: false }, at(2, 2)], 'S2'],
  ])('%s', (_, servers, name) => {
    expect(selectServer(input({ servers, from: stranger }))).toMatchObject({ serverName: name });
  });
});
