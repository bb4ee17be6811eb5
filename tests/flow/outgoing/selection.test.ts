import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { closeIdleConnections } from '#lib/mail/outgoing/transport/connection-pool.ts';
import { addServer, draftTo, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { type SmtpDouble, startSmtpDouble } from '../../setup/smtp-double.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

const filters = {
  domain: 'mycompany.example',
  person: 'special@mycompany.example',
  notifications: 'notifications@mycompany.example',
  partner: 'second.example',
  open: null,
};
type Name = keyof typeof filters;

let t: TestContext;
const doubles = {} as Record<Name, SmtpDouble>;
const ids = {} as Record<Name, number>;

beforeAll(async () => {
  t = await openTestContext();
  await seedMailDomain(t.ctx);
  for (const [priority, [name, fromFilter]] of Object.entries(filters).entries()) {
    const double = await startSmtpDouble();
    doubles[name as Name] = double;
    ids[name as Name] = await addServer(t.ctx, { port: double.port, name, fromFilter, priority });
  }
});
beforeEach(() => {
  for (const double of Object.values(doubles)) double.taken.length = 0;
});
afterAll(async () => {
  closeIdleConnections();
  for (const double of Object.values(doubles)) await double.stop();
  await t.close();
});

const header = (raw: string, name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(raw)?.[1]?.trim();

it.each<[string, string, Name, string, string, string, Name?]>([
  [
    'case 42',
    'special@mycompany.example',
    'person',
    'special@mycompany.example',
    'special@mycompany.example',
    'author-address',
  ],
  [
    'case 45',
    '"Name" <new@mycompany.example>',
    'domain',
    'bounce@mycompany.example',
    'Name <new@mycompany.example>',
    'author-domain',
  ],
  [
    'case 43',
    '"Name" <t@unknown.example>',
    'notifications',
    'notifications@mycompany.example',
    'Name <notifications@mycompany.example>',
    'default-from-address',
  ],
  [
    'case 44',
    't@unknown.example',
    'notifications',
    'notifications@mycompany.example',
    't <notifications@mycompany.example>',
    'default-from-address',
  ],
  ['case 50', 'user_1@second.example', 'partner', 'user_1@second.example', 'user_1@second.example', 'author-domain'],
  [
    'case 52',
    'user_1@second.example',
    'domain',
    'bounce@mycompany.example',
    'user_1 <notifications@mycompany.example>',
    'forced-server',
    'domain',
  ],
  [
    'case 56',
    't@unknown.example',
    'notifications',
    'notifications@mycompany.example',
    't <notifications@mycompany.example>',
    'forced-server',
    'notifications',
  ],
])(
  '%s leaves through one server only, as decided, and keeps its trace',
  async (_, from, server, envelope, shown, rule, forced) => {
    const bound = forced ? { forcedServerId: ids[forced] } : {};
    const { emailId } = await enqueueEmail(t.ctx, draftTo(['mary@customer.example'], { from, ...bound }));
    await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
    const taken = Object.entries(doubles).flatMap(([name, double]) => double.taken.map((mail) => ({ name, ...mail })));
    expect(taken).toMatchObject([{ name: server, from: envelope, to: ['mary@customer.example'] }]);
    expect(header(taken[0]?.raw ?? '', 'From')).toBe(shown);
    const { mail } = await readRows(t.ctx, emailId);
    expect(mail).toMatchObject({ state: 'sent', serverId: ids[server], envelopeFrom: envelope });
    expect(mail.trace?.filter(({ matched }) => matched).map((line) => line.rule)).toContain(rule);
  },
);

it('cases 48 to 52: a queue of many senders goes to the servers of each, over few connections', async () => {
  const senders: [string, Name, Name?][] = [
    ['t@unknown.example', 'notifications'],
    ['test_2@unknown.example', 'notifications'],
    ['user_1@second.example', 'partner'],
    ['user_2@second.example', 'partner'],
    ['user_1@second.example', 'domain', 'domain'],
  ];
  const before = Object.values(doubles).map(({ connections }) => connections);
  for (const [from, , forced] of senders) {
    const bound = forced ? { forcedServerId: ids[forced] } : {};
    for (let count = 0; count < 5; count += 1) {
      await enqueueEmail(t.ctx, draftTo(['mary@customer.example'], { from, ...bound }));
    }
  }
  expect(await sendDueDeliveries(t.ctx)).toMatchObject({ sent: 25, failed: 0 });
  expect(Object.entries(doubles).map(([name, { taken }]) => [name, taken.length])).toEqual([
    ['domain', 5],
    ['person', 0],
    ['notifications', 10],
    ['partner', 10],
    ['open', 0],
  ]);
  const opened = Object.values(doubles).map(({ connections }, index) => connections - (before[index] ?? 0));
  expect(Math.max(...opened)).toBeLessThanOrEqual(5);
});

describe('A mail that cannot have a From', () => {
  it.each([
    ['several authors', 'a@mycompany.example, b@mycompany.example', /names several addresses/],
    ['an author that is no address', 'robert', /not a valid email address/],
  ])('is refused for %s: nothing is sent, the trace says why', async (_, from, reason) => {
    const { emailId } = await enqueueEmail(
      t.ctx,
      draftTo(['mary@customer.example', 'paul@customer.example'], { from }),
    );
    await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
    const { mail, deliveries } = await readRows(t.ctx, emailId);
    expect(mail).toMatchObject({ state: 'failed', failureType: 'mail_from_invalid' });
    expect(deliveries.map(({ state }) => state)).toEqual(['failed', 'failed']);
    expect(mail.failureReason).toMatch(reason);
    expect(mail.trace?.at(-1)?.detail).toMatch(reason);
    expect(Object.values(doubles).flatMap(({ taken }) => taken)).toEqual([]);
  });
});

describe('Whom a mail reaches and whom it names are two things', () => {
  const from = 'Anna <anna@mycompany.example>';
  it.each([
    [
      'a name is not part of the address',
      { to: '"Customer" <c@customer.example>', recipients: [{ email: '"Customer" <c@customer.example>' }] },
      ['c@customer.example'],
      'Customer <c@customer.example>',
    ],
    [
      'it reaches some of those it names',
      { to: 'c@customer.example, user2@customer.example', recipients: [{ email: 'c@customer.example' }] },
      ['c@customer.example'],
      'c@customer.example, user2@customer.example',
    ],
    [
      'it names a list, and reaches one of its readers',
      { to: '', recipients: [{ email: 'c@customer.example', headerTo: 'mailing@some.example' }] },
      ['c@customer.example'],
      'mailing@some.example',
    ],
    [
      'it names nobody',
      { to: '', recipients: [{ email: 'c@customer.example' }] },
      ['c@customer.example'],
      '"undisclosed-recipients":;',
    ],
    [
      'one address twice is told once',
      { to: 'c@customer.example', recipients: [{ email: 'c@customer.example' }, { email: 'c@customer.example' }] },
      ['c@customer.example'],
      'c@customer.example',
    ],
  ])('%s', async (_, more, told, shown) => {
    const { emailId } = await enqueueEmail(t.ctx, draftTo([], { from, ...more }));
    await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
    expect(doubles.domain.taken.map(({ to }) => to)).toEqual([told]);
    expect(header(doubles.domain.taken[0]?.raw ?? '', 'To')).toBe(shown);
  });
});
