import { describe, expect, test } from 'vitest';
import { type IdentityFacts, makeIdentity, shortIdentity } from '#lib/instance/identity.ts';
import { type MachineSources, readMachineId } from '#lib/instance/machine-id.ts';

const external: IdentityFacts = {
  systemIdentifier: '7500000000000000001',
  database: 'mail',
  objects: '16384 16400',
  place: null,
};
const embedded: IdentityFacts = { ...external, place: { dataDir: '/srv/mail/data', machineId: 'a'.repeat(32) } };
const secret = 'a secret that only the tests use';

describe('the identity of an installation', () => {
  test('is the same for every machine on one external database', () => {
    expect(makeIdentity(secret, { ...external })).toBe(makeIdentity(secret, external));
  });

  const copies: [string, IdentityFacts, IdentityFacts][] = [
    ['a dump restored on another server', external, { ...external, systemIdentifier: '7500000000000000002' }],
    ['a database cloned under another name', external, { ...external, database: 'mail_copy' }],
    ['a dump restored in place, where objects get new numbers', external, { ...external, objects: '16384 17100' }],
    ['a DATA_DIR copied to another folder', embedded, at({ dataDir: '/srv/copy/data' })],
    ['a DATA_DIR copied to another machine', embedded, at({ machineId: 'b'.repeat(32) })],
  ];
  test.each(copies)('differs for %s', (_, one, other) => {
    expect(makeIdentity(secret, one)).not.toBe(makeIdentity(secret, other));
  });

  test('follows from APP_SECRET and shows nothing of what it is made of', () => {
    const identity = makeIdentity(secret, embedded);
    expect(makeIdentity('another secret of an installation', embedded)).not.toBe(identity);
    expect(identity).toMatch(/^[\w-]{43}$/);
    expect(shortIdentity(identity)).toBe(identity.slice(0, 8));
    expect(shortIdentity(null)).toBeNull();
  });
});

describe('the name of a machine', () => {
  const nothing: MachineSources = { platform: 'linux', hostname: 'mail-1', readText: () => null, run: () => null };
  const files = (known: Record<string, string>): MachineSources => ({
    ...nothing,
    readText: (path) => known[path] ?? null,
  });
  const ioreg = '  "IOPlatformSerialNumber" = "C0"\n  "IOPlatformUUID" = "1D4A-77"\n';
  const registry = '    MachineGuid    REG_SZ    8f1c-22\r\n';
  const cases: [string, MachineSources, string][] = [
    ['systemd', files({ '/etc/machine-id': `${'c'.repeat(32)}\n` }), 'c'.repeat(32)],
    ['dbus', files({ '/var/lib/dbus/machine-id': 'd'.repeat(32) }), 'd'.repeat(32)],
    ['an image that waits for its first boot', files({ '/etc/machine-id': 'uninitialized\n' }), 'mail-1 linux'],
    ['a container without either', nothing, 'mail-1 linux'],
    ['macOS', { ...nothing, platform: 'darwin', run: () => ioreg }, '1D4A-77'],
    ['Windows', { ...nothing, platform: 'win32', run: () => registry }, '8f1c-22'],
    ['macOS that does not tell', { ...nothing, platform: 'darwin' }, 'mail-1 darwin'],
  ];
  test.each(cases)('comes from %s', (_, machine, name) => expect(readMachineId(machine)).toBe(name));

  test('stays the same on this machine', () => expect(readMachineId()).toBe(readMachineId()));
});

function at(place: Partial<NonNullable<IdentityFacts['place']>>): IdentityFacts {
  return { ...embedded, place: { dataDir: '/srv/mail/data', machineId: 'a'.repeat(32), ...place } };
}
