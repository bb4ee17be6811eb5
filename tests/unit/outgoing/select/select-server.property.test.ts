import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isValidAddress, normaliseAddress, parseAddressList } from '#lib/mail/message/address.ts';
import { matchBounceAddress, matchFromFilter } from '#lib/mail/outgoing/select/match-from-filter.ts';
import { partnerDomainOf, type SelectionInput, selectServer } from '#lib/mail/outgoing/select/select-server.ts';

const domain = fc.constantFrom('a.example', 'b.example', 'c.example', 'sub.a.example', 'bücher.example');
const address = fc.tuple(fc.constantFrom('ann', 'bob', 'Office'), domain).map((parts) => parts.join('@'));
const name = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('x@a.example', 'A "B"', 'line\r\nbreak', ''));
const from = fc.oneof(
  fc.constant(null),
  fc.string({ maxLength: 30 }),
  domain.map((own) => `jürg@${own}`),
  address,
  fc.tuple(name, address).map(([shown, mailbox]) => `"${shown.replace(/["\\]/g, '\\$&')}" <${mailbox}>`),
);
const filter = fc.option(
  fc.array(fc.oneof(domain, address, fc.constantFrom('', ' ')), { maxLength: 3 }).map((parts) => parts.join(', ')),
);
const servers = fc
  .array(fc.record({ fromFilter: filter, priority: fc.nat(3), active: fc.boolean() }), { maxLength: 4 })
  .map((rows) => rows.map((row, index) => ({ ...row, id: index + 1, name: `S${index + 1}` })));

const strict = fc.constantFrom('quarantine' as const, 'reject' as const, 'unknown' as const);
const input: fc.Arbitrary<SelectionInput> = fc.record({
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

const serverRules = [
  'forced-server',
  'author-address',
  'author-domain',
  'default-from-address',
  'default-from-domain',
  'no-filter',
  'last-resort',
  'default-server',
];

function decide(given: SelectionInput) {
  const result = selectServer(given);
  expect(result.trace.length).toBeGreaterThan(0);
  if (!result.ok) {
    expect(result.reason).not.toBe('');
    return null;
  }
  const chosen = given.servers.find((server) => server.id === result.serverId) ?? given.defaultServer;
  if (!chosen) throw new Error('the server chosen is none of those there are');
  const [author] = parseAddressList(given.from);
  const [sent] = parseAddressList(result.headerFrom);
  return { result, chosen, author, sent: sent?.address ?? '' };
}

const runs = { numRuns: 1000 };

test('Every mail gets exactly one decision, by exactly one rule of the trace', () => {
  fc.assert(
    fc.property(input, (given) => {
      const made = decide(given);
      if (!made) return;
      const matched = made.result.trace.filter(({ rule, matched }) => matched && serverRules.includes(rule));
      expect(matched.map(({ rule }) => rule)).toEqual([made.result.rule]);
      expect(made.chosen.active).toBe(true);
      if (given.forcedServerId !== undefined) expect(made.result.serverId).toBe(given.forcedServerId);
      expect(parseAddressList(made.result.headerFrom)).toHaveLength(1);
      expect(made.result.headerFrom).not.toMatch(/[\r\n]/);
      expect(isValidAddress(made.result.envelopeFrom)).toBe(true);
    }),
    runs,
  );
});

test('No mail leaves From an address its server forbids, unless the trace says that it is the last resort', () => {
  fc.assert(
    fc.property(input, (given) => {
      const made = decide(given);
      if (!made) return;
      const { result, chosen } = made;
      if (matchFromFilter(result.headerFrom, chosen.fromFilter) !== null) return;
      expect(result.rule).toBe('last-resort');
      expect(result.warning).not.toBeNull();
      // Not even then is it the author's: it is our own default From.
      expect(normaliseAddress(made.sent)).toBe(normaliseAddress(given.notificationAddress ?? ''));
    }),
    runs,
  );
});

test('Rewriting is told, and replies are not lost by it', () => {
  fc.assert(
    fc.property(input, (given) => {
      const made = decide(given);
      if (!made) return;
      const { result, author, sent } = made;
      const changed = author !== undefined && normaliseAddress(author.address) !== normaliseAddress(sent);
      expect(result.rewritten).toBe(changed);
      expect(parseAddressList(result.replyTo).map(({ address }) => normaliseAddress(address))).toEqual(
        changed ? [normaliseAddress(author.address)] : [],
      );
    }),
    runs,
  );
});

test('The envelope sender is the bounce address or the From address, and always one the filter admits', () => {
  fc.assert(
    fc.property(input, (given) => {
      const made = decide(given);
      if (!made) return;
      const { result, chosen, sent } = made;
      const isBounce = normaliseAddress(result.envelopeFrom) === normaliseAddress(given.bounceAddress ?? '');
      if (!isBounce) expect(normaliseAddress(result.envelopeFrom)).toBe(normaliseAddress(sent));
      const admits = matchBounceAddress(result.envelopeFrom, chosen.fromFilter) !== null;
      expect(admits || result.rule === 'last-resort').toBe(true);
    }),
    runs,
  );
});

test('A partner with a strict policy, or one nobody could read, never stands in From while there is a default From', () => {
  fc.assert(
    fc.property(input, strict, (given, policy) => {
      const partner = partnerDomainOf(given);
      if (partner === null) return;
      const made = decide({ ...given, partnerDmarc: { domain: partner, policy } });
      if (!made || given.notificationAddress === null) return;
      const kept = normaliseAddress(made.sent) === normaliseAddress(made.author?.address ?? '');
      // The default From may be that very address: it was set to be sent from.
      const isDefault = normaliseAddress(made.sent) === normaliseAddress(given.notificationAddress);
      expect(kept && !isDefault).toBe(false);
    }),
    runs,
  );
});

test('DNS is needed exactly where a partner would stand in From and nobody has asked it yet', () => {
  fc.assert(
    fc.property(input, (given) => {
      const made = decide({ ...given, partnerDmarc: null });
      if (!made) return;
      const keepsPartner = made.author !== undefined && !made.result.rewritten;
      expect(made.result.askDmarcOf).toBe(keepsPartner ? partnerDomainOf(given) : null);
    }),
    runs,
  );
});
