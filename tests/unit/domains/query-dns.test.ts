import { afterEach, expect, it, test } from 'vitest';
import { discoverDmarcPolicy } from '#lib/mail/domains/discover-dmarc-policy.ts';
import { dnsServerList } from '#lib/mail/domains/dns-server-list.ts';
import { queryDns, textsOf } from '#lib/mail/domains/query-dns.ts';
import { startDnsServer, type TestDnsServer, txt, type ZoneEntry } from '../../setup/dns-server.ts';

const running: TestDnsServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

async function serve(zone: Record<string, ZoneEntry>): Promise<TestDnsServer> {
  const server = await startDnsServer(zone);
  running.push(server);
  return server;
}

const ask = (servers: TestDnsServer[], name: string, limitMs = 5000) =>
  queryDns(
    dnsServerList({ dnsServers: servers.map(({ address }) => address) }),
    { name, type: 'TXT' },
    AbortSignal.timeout(limitMs),
  );

it('reads texts of several pieces, and how long they hold', async () => {
  const server = await serve({ 'a.example': [txt('a.example', ['one ', 'two'], 77), txt('a.example', 'three', 99)] });
  const answer = await ask([server], 'a.example');
  expect(textsOf(answer.records)).toEqual(['one two', 'three']);
  expect(answer).toMatchObject({ exists: true, ttl: 77 });
});

it('asks again over TCP for what does not fit into a datagram', async () => {
  const long = Array.from({ length: 20 }, (_, index) => `${index} ${'x'.repeat(240)}`);
  const server = await serve({ 'long.example': { truncated: [txt('long.example', long)] } });
  expect(textsOf((await ask([server], 'long.example')).records)).toEqual([long.join('')]);
  expect(server.asked).toEqual(['TXT long.example udp', 'TXT long.example tcp']);
});

it('tells a name that does not exist from one without such a record, and how long that holds', async () => {
  const server = await serve({ 'a.example': [] });
  server.negativeTtl = 42;
  expect(await ask([server], 'a.example')).toEqual({ exists: true, records: [], ttl: 42 });
  expect(await ask([server], 'b.example')).toEqual({ exists: false, records: [], ttl: 42 });
});

it('asks the next resolver when one fails, or says nothing', async () => {
  const broken = await serve({ 'a.example': 'servfail' });
  const mute = await serve({ 'a.example': 'silent' });
  const good = await serve({ 'a.example': [txt('a.example', 'found')] });
  expect(textsOf((await ask([broken, mute, good], 'a.example')).records)).toEqual(['found']);
});

it('asks the next resolver when there is no way to one', async () => {
  const good = await serve({ 'a.example': [txt('a.example', 'found')] });
  // No socket may connect to the broadcast address: as without a route, the system says so at once.
  const servers = dnsServerList({ dnsServers: ['255.255.255.255', good.address] });
  const answer = await queryDns(servers, { name: 'a.example', type: 'TXT' }, AbortSignal.timeout(5000));
  expect(textsOf(answer.records)).toEqual(['found']);
});

test.each([
  ['every resolver fails', 'servfail' as const, 'SERVFAIL'],
  ['nobody answers', 'silent' as const, 'no answer in time'],
])('When %s it says so within the time given', async (_, entry, words) => {
  const server = await serve({ 'a.example': entry });
  await expect(ask([server], 'a.example', 600)).rejects.toMatchObject({ code: 'unavailable' });
  await expect(ask([server], 'a.example', 600)).rejects.toThrow(words);
});

it('does not wait for a resolver whose port is closed', async () => {
  const closed = await startDnsServer();
  await closed.stop();
  await expect(ask([closed], 'a.example')).rejects.toThrow(/ECONNREFUSED/);
});

const strict = (domain: string, text: string) => ({ [`_dmarc.${domain}`]: [txt(`_dmarc.${domain}`, text, 400)] });

test.each([
  ['of the domain itself', 'shop.example', strict('shop.example', 'v=DMARC1; p=reject'), 'reject'],
  ['of the organisation above', 'a.b.shop.example', strict('shop.example', 'v=DMARC1; p=quarantine'), 'quarantine'],
  [
    'of the organisation, for sub-domains',
    'news.shop.example',
    strict('shop.example', 'v=DMARC1; p=reject; sp=none'),
    'none',
  ],
  [
    'its own before that of the organisation',
    'news.shop.example',
    { ...strict('shop.example', 'v=DMARC1; p=reject'), ...strict('news.shop.example', 'v=DMARC1; p=none') },
    'none',
  ],
  ['not of a name between', 'a.b.shop.example', strict('b.shop.example', 'v=DMARC1; p=reject'), null],
  ['not of a public suffix', 'shop.co.uk', strict('co.uk', 'v=DMARC1; p=reject'), null],
  ['of a domain below a public suffix', 'news.shop.co.uk', strict('shop.co.uk', 'v=DMARC1; p=reject'), 'reject'],
  ['not of another customer of the same host', 'one.github.io', strict('github.io', 'v=DMARC1; p=reject'), null],
  ['none where there is no record', 'plain.example', {}, null],
  [
    'none where there are two',
    'two.example',
    {
      '_dmarc.two.example': [
        txt('_dmarc.two.example', 'v=DMARC1; p=reject'),
        txt('_dmarc.two.example', 'v=DMARC1; p=none'),
      ],
    },
    null,
  ],
  [
    'for a sub-domain that does not exist',
    'ghost.shop.example',
    strict('shop.example', 'v=DMARC1; p=none; np=reject'),
    'reject',
  ],
  [
    'for a sub-domain that does exist',
    'real.shop.example',
    { ...strict('shop.example', 'v=DMARC1; p=none; np=reject'), 'real.shop.example': [] },
    'none',
  ],
  [
    'through an alias of the name',
    'alias.example',
    {
      '_dmarc.alias.example': [
        { name: '_dmarc.alias.example', type: 'CNAME', ttl: 300, class: 'IN', data: '_dmarc.hosted.example' },
        txt('_dmarc.hosted.example', 'v=DMARC1; p=reject'),
      ],
    },
    'reject',
  ],
] as [string, string, Record<string, ZoneEntry>, string | null][])('The policy %s', async (_, domain, zone, policy) => {
  const server = await serve(zone);
  const servers = dnsServerList({ dnsServers: [server.address] });
  const signal = AbortSignal.timeout(5000);
  const found = await discoverDmarcPolicy((question) => queryDns(servers, question, signal), domain);
  expect(found.policy).toBe(policy);
});

test.each([
  ['192.0.2.1', { address: '192.0.2.1', port: 53 }],
  ['192.0.2.1:5353', { address: '192.0.2.1', port: 5353 }],
  ['2001:db8::1', { address: '2001:db8::1', port: 53 }],
  ['[2001:db8::1]:5353', { address: '2001:db8::1', port: 5353 }],
])('The resolver %s', (text, expected) => {
  expect(dnsServerList({ dnsServers: [text] })).toEqual([expected]);
});
