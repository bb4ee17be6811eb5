import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isValidAddress, normaliseAddress, parseAddressList } from '#lib/mail/message/address.ts';
import { matchFromFilter } from '#lib/mail/outgoing/select/match-from-filter.ts';
import { selectServer } from '#lib/mail/outgoing/select/select-server.ts';

const domain = fc.constantFrom('a.example', 'b.example', 'c.example', 'sub.a.example', 'bücher.example');
const address = fc.tuple(fc.constantFrom('ann', 'bob', 'Office'), domain).map((parts) => parts.join('@'));
const name = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('x@a.example', 'A "B"', 'line\r\nbreak', ''));
const from = fc.oneof(
  fc.constant(null),
  fc.string({ maxLength: 30 }),
  address,
  fc.tuple(name, address).map(([shown, mailbox]) => `"${shown.replace(/["\\]/g, '\\$&')}" <${mailbox}>`),
);
const filter = fc.option(
  fc.array(fc.oneof(domain, address, fc.constantFrom('', ' ')), { maxLength: 3 }).map((parts) => parts.join(', ')),
);
const servers = fc
  .array(fc.record({ fromFilter: filter, priority: fc.nat(3), active: fc.boolean() }), { maxLength: 4 })
  .map((rows) => rows.map((row, index) => ({ ...row, id: index + 1, name: `S${index + 1}` })));

const input = fc.record({
  from,
  forcedServerId: fc.option(fc.nat(5), { nil: undefined, freq: 3 }),
  servers,
  defaultServer: fc.option(
    filter.map((fromFilter) => ({ id: null, name: 'Default', fromFilter, priority: 0, active: true })),
  ),
  notificationAddress: fc.option(address),
  bounceAddress: fc.option(address),
  forceFrom: fc.boolean(),
  ownDomains: fc.array(domain, { maxLength: 2 }),
  partnerDmarc: fc.option(fc.record({ domain, policy: fc.constantFrom('none', 'quarantine', 'reject', 'unknown') })),
});

test('Every mail gets exactly one decision, and never a From the server forbids unless the trace names the last resort', () => {
  fc.assert(
    fc.property(input, (given) => {
      const result = selectServer(given);
      expect(result.trace.length).toBeGreaterThan(0);
      if (!result.ok) {
        expect(result.reason).not.toBe('');
        return;
      }
      const chosen = given.servers.find((server) => server.id === result.serverId) ?? given.defaultServer;
      expect(chosen?.active).toBe(true);
      expect(parseAddressList(result.headerFrom)).toHaveLength(1);
      expect(result.headerFrom).not.toMatch(/[\r\n]/);
      expect(isValidAddress(result.envelopeFrom)).toBe(true);
      const admits = matchFromFilter(result.headerFrom, chosen?.fromFilter ?? null) !== null;
      expect(admits || (result.rule === 'last-resort' && result.warning !== null)).toBe(true);
      const [author] = parseAddressList(given.from);
      const [sent] = parseAddressList(result.headerFrom);
      const changed =
        author !== undefined && normaliseAddress(author.address) !== normaliseAddress(sent?.address ?? '');
      expect(result.rewritten).toBe(changed);
    }),
    { numRuns: 1000 },
  );
});
