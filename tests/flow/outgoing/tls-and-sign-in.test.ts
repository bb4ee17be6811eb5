import type { AddressInfo } from 'node:net';
import { createServer, getCACertificates, type Server, setDefaultCACertificates } from 'node:tls';
import type { SMTPServerOptions } from 'smtp-server';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { outgoingServer } from '#drizzle/schema/outgoing-server.ts';
import type { Encryption } from '#lib/core/enumerations.ts';
import { encryptions } from '#lib/core/enumerations.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { closeIdleConnections } from '#lib/mail/outgoing/transport/connection-pool.ts';
import { readServerSize } from '#lib/mail/servers/read-server-size.ts';
import { saveOutgoingServer } from '#lib/mail/servers/save-outgoing-server.ts';
import { sendTestMail } from '#lib/mail/servers/send-test-mail.ts';
import { testOutgoingServer } from '#lib/mail/servers/test-outgoing-server.ts';
import { makeCertificates, type TestCertificates } from '../../setup/certificates.ts';
import { addServer, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { type SmtpDouble, startSmtpDouble } from '../../setup/smtp-double.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

type Speaks = 'plain' | 'starttls' | 'tls';
type Certificate = Exclude<keyof TestCertificates, 'authority'>;

interface Reality {
  speaks: Speaks;
  certificate?: Certificate;
  /** It wants us to sign in, with the password `right`. */
  signIn?: boolean;
}

let t: TestContext;
let certificates: TestCertificates;
let smtp: SmtpDouble | undefined;
const trusted = getCACertificates('default');

beforeAll(async () => {
  t = await openTestContext();
  await seedMailDomain(t.ctx);
  certificates = await makeCertificates();
  setDefaultCACertificates([...trusted, certificates.authority]);
});
afterEach(async () => {
  closeIdleConnections();
  await smtp?.stop();
  smtp = undefined;
  await t.ctx.db.delete(outgoingServer);
});
afterAll(async () => {
  setDefaultCACertificates(trusted);
  await t.close();
});

async function serve({ speaks, certificate = 'good', signIn = false }: Reality): Promise<SmtpDouble> {
  const needsTls: SMTPServerOptions['onMailFrom'] = (_address, { secure }, done) =>
    secure
      ? done()
      : done(Object.assign(new Error('5.7.0 Must issue a STARTTLS command first'), { responseCode: 530 }));
  const hidden = [...(speaks === 'starttls' ? [] : ['STARTTLS']), ...(signIn ? [] : ['AUTH'])];
  smtp = await startSmtpDouble({
    secure: speaks === 'tls',
    ...(signIn ? { login: { user: 'anna', password: 'right' } } : {}),
    options: {
      ...certificates[certificate],
      disabledCommands: hidden,
      ...(speaks === 'starttls' ? { onMailFrom: needsTls } : {}),
    },
  });
  return smtp;
}

async function tested(encryption: Encryption, reality: Reality, login: { username?: string; password?: string } = {}) {
  const { port } = await serve(reality);
  const id = await addServer(t.ctx, { port, host: 'localhost', encryption, ...login });
  return { id, ...report(await testOutgoingServer(t.ctx, id)) };
}

function report({ ok, steps }: Awaited<ReturnType<typeof testOutgoingServer>>) {
  const last = steps.at(-1);
  const shown = `${last?.reply} | ${last?.hint}`.replace(/\s+/g, ' ');
  return { ok, steps, last: `${last?.step}${last?.ok ? '' : '!'}`, shown };
}

const speaksLike: Record<Encryption, Speaks> = {
  none: 'plain',
  starttls: 'starttls',
  starttls_strict: 'starttls',
  tls: 'tls',
  tls_strict: 'tls',
};

describe.each(encryptions)('With the encryption %s, on a server that speaks it', (encryption) => {
  const speaks = speaksLike[encryption];

  it('passes where no sign-in is wanted, and gives nothing to deliver', async () => {
    const { ok, last, steps } = await tested(encryption, { speaks });
    expect([ok, last]).toEqual([true, 'rcpt']);
    expect(steps.map(({ step }) => step)).toEqual(['dns', 'tcp', 'tls', 'ehlo', 'auth', 'mail', 'rcpt']);
    expect(smtp?.taken).toEqual([]);
  });

  it('passes with the right password', async () => {
    const login = { username: 'anna', password: 'right' };
    expect((await tested(encryption, { speaks, signIn: true }, login)).ok).toBe(true);
  });

  it('fails at the sign-in with a wrong password', async () => {
    const { last, shown } = await tested(encryption, { speaks, signIn: true }, { username: 'anna', password: 'wrong' });
    expect(last).toBe('auth!');
    expect(shown).toMatch(/535.*Authentication failed \| .*Enter the password again/);
  });

  it('fails at the sender without a password', async () => {
    const { last, shown } = await tested(encryption, { speaks, signIn: true });
    expect(last).toBe('mail!');
    expect(shown).toMatch(/530.*authentication required \| .*Enter user name and password/i);
  });
});

describe('Where encryption and server do not fit', () => {
  it.each<[Encryption, Speaks, string, RegExp]>([
    ['none', 'starttls', 'mail!', /530.*STARTTLS.*\| .*Choose STARTTLS/],
    ['starttls', 'plain', 'tls!', /does not offer STARTTLS.*587/],
    ['starttls_strict', 'plain', 'tls!', /does not offer STARTTLS.*587/],
    ['tls', 'plain', 'tls!', /does not speak TLS from the first byte.*choose STARTTLS/],
    ['tls', 'starttls', 'tls!', /does not speak TLS from the first byte.*choose STARTTLS/],
    ['tls_strict', 'plain', 'tls!', /does not speak TLS from the first byte.*choose STARTTLS/],
    ['tls_strict', 'starttls', 'tls!', /does not speak TLS from the first byte.*choose STARTTLS/],
  ])('%s to a server that speaks %s fails at %s', async (encryption, speaks, step, words) => {
    const { last, shown } = await tested(encryption, { speaks });
    expect(last).toBe(step);
    expect(shown).toMatch(words);
  });

  it.each<[Encryption, string]>([
    ['none', 'ehlo!'],
    ['starttls', 'tls!'],
    ['starttls_strict', 'tls!'],
  ])('%s to a server that speaks tls fails at %s', async (encryption, step) => {
    const silent = await startSilentTls();
    const { port } = silent.address() as AddressInfo;
    const id = await addServer(t.ctx, { port, host: 'localhost', encryption });
    const { last, shown } = report(await testOutgoingServer(t.ctx, id));
    silent.close();
    expect(last).toBe(step);
    expect(shown).toMatch(/does not greet.*Choose TLS \(usually port 465\)/);
  });
});

/** A TLS server waits for the client to begin, as the client waits for its greeting; this one tires soon. */
async function startSilentTls(): Promise<Server> {
  const server = createServer({ ...certificates.good, handshakeTimeout: 300 });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const wrongs: [Certificate, RegExp, RegExp][] = [
  ['selfSigned', /self-signed, so nobody vouches for it/, /certificate for localhost, issued by localhost/],
  ['otherHost', /for another host name/, /certificate for mail\.elsewhere\.example/],
  ['expired', /not valid today/, /certificate for localhost, .*valid until/],
];

describe.each(wrongs)('A certificate that is wrong: %s', (certificate, meaning, shownCertificate) => {
  it.each<Encryption>(['starttls_strict', 'tls_strict'])('is refused by %s, and shown', async (encryption) => {
    const login = { username: 'anna', password: 'right' };
    const { last, shown } = await tested(
      encryption,
      { speaks: speaksLike[encryption], certificate, signIn: true },
      login,
    );
    expect(last).toBe('tls!');
    expect(shown).toMatch(meaning);
    expect(shown).toMatch(shownCertificate);
  });

  it.each<Encryption>(['starttls', 'tls'])(
    'is accepted by %s, which says that it was not checked',
    async (encryption) => {
      const { ok, steps } = await tested(encryption, { speaks: speaksLike[encryption], certificate });
      expect(ok).toBe(true);
      expect(steps.find(({ step }) => step === 'tls')?.reply).toMatch(/not checked \(/);
    },
  );

  it.each<Encryption>(['starttls_strict', 'tls_strict'])('gets no mail by %s', async (encryption) => {
    const { port, taken } = await serve({ speaks: speaksLike[encryption], certificate });
    const id = await addServer(t.ctx, { port, host: 'localhost', encryption });
    const mail = await sendTestMail(t.ctx, { id, to: 'mary@customer.example' });
    await sendDueDeliveries(t.ctx, { emailIds: [mail.id] });
    const { deliveries } = await readRows(t.ctx, mail.id);
    expect(deliveries[0]).toMatchObject({ state: 'queued', stage: 'tls', attempts: 0 });
    expect(deliveries[0]?.reason).toMatch(meaning);
    expect(taken).toEqual([]);
  });
});

describe('A test mail', () => {
  it('really goes through the server, whatever the others are', async () => {
    const { port, taken } = await serve({ speaks: 'tls' });
    await addServer(t.ctx, { port: 1, name: 'First', priority: 0 });
    const id = await addServer(t.ctx, { port, host: 'localhost', encryption: 'tls_strict', name: 'Second' });
    const mail = await sendTestMail(t.ctx, { id, to: 'mary@customer.example' });
    await sendDueDeliveries(t.ctx, { emailIds: [mail.id] });
    expect((await readRows(t.ctx, mail.id)).mail).toMatchObject({ state: 'sent', serverId: id });
    expect(taken).toMatchObject([{ to: ['mary@customer.example'], raw: expect.stringContaining('Test of Second') }]);
  });

  it('is refused for an archived server', async () => {
    const id = await addServer(t.ctx, { port: 1, active: false });
    await expect(sendTestMail(t.ctx, { id, to: 'mary@customer.example' })).rejects.toMatchObject({ code: 'conflict' });
  });
});

it('reads the size limit only where the server tells one, and says so where it cannot ask', async () => {
  const { port } = await serve({ speaks: 'tls' });
  const id = await addServer(t.ctx, { port, host: 'localhost', encryption: 'tls_strict', name: 'Relay' });
  await expect(readServerSize(t.ctx, id)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('Relay does not say how large a mail may be'),
  });
  await saveOutgoingServer(t.ctx, { id, encryption: 'starttls_strict', port: 1 });
  await expect(readServerSize(t.ctx, id)).rejects.toMatchObject({ code: 'unavailable' });
});

it('tries the sender that the filter admits, and an archived server as well', async () => {
  const { port } = await serve({ speaks: 'plain' });
  const senders: string[] = [];
  if (smtp)
    smtp.script.onSender = (address) => {
      senders.push(address);
      return null;
    };
  const id = await addServer(t.ctx, { port, host: 'localhost', active: false });
  const administrator = t.as({ role: 'administrator', userId: 1, email: 'admin@mycompany.example' });
  for (const fromFilter of [null, 'shop.example', 'shop.example, boss@shop.example', 'mycompany.example']) {
    await saveOutgoingServer(administrator, { id, fromFilter });
    expect((await testOutgoingServer(administrator, id)).ok).toBe(true);
  }
  expect(senders).toEqual([
    'admin@mycompany.example',
    'notifications@shop.example',
    'boss@shop.example',
    'notifications@mycompany.example',
  ]);
});
