import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { dmarcPolicy } from '#drizzle/schema/dmarc-policy.ts';
import { delivery, email } from '#drizzle/schema/email.ts';
import { explainSelection } from '#lib/mail/outgoing/explain-selection.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { closeIdleConnections } from '#lib/mail/outgoing/transport/connection-pool.ts';
import { saveOutgoingServer } from '#lib/mail/servers/save-outgoing-server.ts';
import { startDnsServer, type TestDnsServer, txt } from '../../setup/dns-server.ts';
import { addServer, draftTo, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { type SmtpDouble, startSmtpDouble } from '../../setup/smtp-double.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let dns: TestDnsServer;
let smtp: SmtpDouble;
let serverId: number;

beforeAll(async () => {
  dns = await startDnsServer();
  t = await openTestContext({ DNS_SERVERS: dns.address });
  await seedMailDomain(t.ctx);
  smtp = await startSmtpDouble();
  serverId = await addServer(t.ctx, { port: smtp.port });
});
beforeEach(async () => {
  dns.zone.clear();
  dns.asked.length = 0;
  smtp.taken.length = 0;
  await t.ctx.db.delete(dmarcPolicy);
  await t.ctx.db.update(delivery).set({ state: 'cancelled' });
});
afterAll(async () => {
  closeIdleConnections();
  await smtp.stop();
  await dns.stop();
  await t.close();
});

const publish = (domain: string, policy: string) =>
  dns.zone.set(`_dmarc.${domain}`, [txt(`_dmarc.${domain}`, `v=DMARC1; p=${policy}`)]);
const mailFrom = (from: string, to = 'paul@customer.example') => enqueueEmail(t.ctx, draftTo([to], { from }));
const header = (raw: string | undefined, name: string) =>
  new RegExp(`^${name}: (.*)$`, 'im').exec(raw ?? '')?.[1]?.trim();

async function sentFrom(from: string) {
  const { emailId } = await mailFrom(from);
  await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
  const { mail } = await readRows(t.ctx, emailId);
  const raw = smtp.taken.at(-1)?.raw;
  return { state: mail.state, from: header(raw, 'From'), replyTo: header(raw, 'Reply-To'), trace: mail.trace ?? [] };
}

it.each(['reject', 'quarantine'])(
  'sends mail of a partner whose domain says p=%s From our own address',
  async (policy) => {
    publish('strict.example', policy);
    const sent = await sentFrom('Mary <mary@strict.example>');
    expect(sent).toMatchObject({
      state: 'sent',
      from: 'Mary <notifications@mycompany.example>',
      replyTo: '"Mary" <mary@strict.example>',
    });
    const line = sent.trace.find(({ rule }) => rule === 'rewrite-dmarc');
    expect(line).toMatchObject({ matched: true, detail: expect.stringContaining(`p=${policy}`) });
  },
);

it('keeps a partner whose domain lets everybody send, and says that it looked', async () => {
  publish('open.example', 'none');
  const sent = await sentFrom('Mary <mary@open.example>');
  expect(sent).toMatchObject({ state: 'sent', from: 'Mary <mary@open.example>', replyTo: undefined });
  expect(sent.trace.map(({ rule }) => rule)).toContain('rewrite-dmarc');
});

it('goes by the policy for sub-domains of the organisation', async () => {
  dns.zone.set('_dmarc.shop.example', [txt('_dmarc.shop.example', 'v=DMARC1; p=none; sp=reject')]);
  expect((await sentFrom('news@mail.shop.example')).from).toBe('news <notifications@mycompany.example>');
});

it('rewrites when DNS fails, and the trace says so', async () => {
  dns.zone.set('_dmarc.down.example', 'servfail');
  const sent = await sentFrom('Mary <mary@down.example>');
  expect(sent.from).toBe('Mary <notifications@mycompany.example>');
  expect(sent.trace.find(({ rule }) => rule === 'rewrite-dmarc')?.detail).toMatch(/could not be read.*SERVFAIL/);
});

it('rewrites when DNS does not answer within two seconds, while our own mail leaves at once', async () => {
  dns.zone.set('_dmarc.slow.example', 'silent');
  await mailFrom('Mary <mary@slow.example>', 'late@customer.example');
  await mailFrom('Anna <anna@mycompany.example>', 'soon@customer.example');
  const began = performance.now();
  const arrivedAt = new Map<string, number>();
  smtp.script.onRecipient = (address) => {
    arrivedAt.set(address, performance.now() - began);
    return null;
  };
  const sending = sendDueDeliveries(t.ctx);
  await expect.poll(() => arrivedAt.has('soon@customer.example')).toBe(true);
  // Mail that comes while DNS is asked does not wait either.
  await mailFrom('Anna <anna@mycompany.example>', 'meanwhile@customer.example');
  await sending;
  expect(smtp.taken.map(({ to }) => to[0])).toEqual([
    'soon@customer.example',
    'meanwhile@customer.example',
    'late@customer.example',
  ]);
  expect(header(smtp.taken[2]?.raw, 'From')).toBe('Mary <notifications@mycompany.example>');
  expect(arrivedAt.get('late@customer.example')).toBeLessThan(15_000);
});

it('asks once for many mails of one partner, and not at all for our own', async () => {
  publish('strict.example', 'reject');
  for (let count = 0; count < 20; count += 1) {
    await mailFrom('Mary <mary@strict.example>');
    await mailFrom('Anna <anna@mycompany.example>');
  }
  await sendDueDeliveries(t.ctx);
  expect(smtp.taken).toHaveLength(40);
  expect(dns.asked).toEqual(['TXT _dmarc.strict.example udp']);
});

it('asks nothing where the filter rewrites anyway, nor for a domain that a filter names', async () => {
  publish('strict.example', 'reject');
  await saveOutgoingServer(t.ctx, { id: serverId, fromFilter: 'mycompany.example' });
  expect((await sentFrom('Mary <mary@strict.example>')).from).toBe('Mary <notifications@mycompany.example>');
  await saveOutgoingServer(t.ctx, { id: serverId, fromFilter: 'mycompany.example, strict.example' });
  expect((await sentFrom('Mary <mary@strict.example>')).from).toBe('Mary <mary@strict.example>');
  expect(dns.asked).toEqual([]);
  await saveOutgoingServer(t.ctx, { id: serverId, fromFilter: null });
});

it('explains the policy, as it decides', async () => {
  publish('strict.example', 'reject');
  dns.zone.set('_dmarc.down.example', 'servfail');
  const explain = (from: string | null) => explainSelection(t.ctx, { from });
  expect(await explain('Mary <mary@strict.example>')).toMatchObject({ dmarc: 'reject', rewritten: true });
  expect(await explain('Mary <mary@plain.example>')).toMatchObject({ dmarc: 'none', rewritten: false });
  expect(await explain('Mary <mary@down.example>')).toMatchObject({ dmarc: 'unknown', rewritten: true });
  expect(await explain('Anna <anna@mycompany.example>')).toMatchObject({ dmarc: null, rewritten: false });
  expect(await explain(null)).toMatchObject({ dmarc: null, headerFrom: 'notifications@mycompany.example' });
  expect(await t.ctx.db.select().from(email)).not.toContainEqual(expect.objectContaining({ state: 'outgoing' }));
});
