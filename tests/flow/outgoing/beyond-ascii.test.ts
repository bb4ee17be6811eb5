import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { attachment } from '#drizzle/schema/blob.ts';
import { outgoingServer } from '#drizzle/schema/outgoing-server.ts';
import { storeBlob } from '#lib/blobs/store-blob.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { closeIdleConnections } from '#lib/mail/outgoing/transport/connection-pool.ts';
import { addServer, draftTo, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { canRunPostfix, type Postfix, startPostfix } from '../../setup/postfix.ts';
import { type SmtpDouble, type SmtpDoubleScript, startSmtpDouble } from '../../setup/smtp-double.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let smtp: SmtpDouble | undefined;

beforeAll(async () => {
  t = await openTestContext();
  await seedMailDomain(t.ctx);
});
afterEach(async () => {
  closeIdleConnections();
  await smtp?.stop();
  smtp = undefined;
  await t.ctx.db.delete(outgoingServer);
});
afterAll(() => t.close());

async function serve(options: NonNullable<SmtpDoubleScript['options']> = {}): Promise<SmtpDouble> {
  const double = await startSmtpDouble({ maxBytes: 10_000_000, options });
  smtp = double;
  await addServer(t.ctx, { port: double.port, name: 'Relay' });
  return double;
}

async function send(draft: Parameters<typeof enqueueEmail>[1]) {
  const { emailId } = await enqueueEmail(t.ctx, draft);
  await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
  const rows = await readRows(t.ctx, emailId);
  const mailFrom = rows.attempts.flatMap(({ transcript }) => /^C: MAIL FROM.*$/m.exec(transcript ?? '')?.[0] ?? []);
  const dialogue = rows.attempts[0]?.transcript ?? '';
  return { ...rows, mailFrom, told: [...dialogue.matchAll(/^C: RCPT TO:<(.*)>$/gm)].map((line) => line[1]) };
}

const old = { hideSMTPUTF8: true, hide8BITMIME: true };
const mixed = ['jürg@bücher.example', 'mary@customer.example'];

describe('A recipient with letters beyond ASCII before the @', () => {
  it('is reached through a server with SMTPUTF8, the domain in ASCII', async () => {
    const double = await serve();
    const { mail, mailFrom, told } = await send(draftTo(mixed));
    expect(mail.state).toBe('sent');
    expect(told).toEqual(['jürg@xn--bcher-kva.example', 'mary@customer.example']);
    expect(mailFrom[0]).toMatch(/^C: MAIL FROM:<bounce@mycompany\.example> SMTPUTF8 BODY=8BITMIME SIZE=\d+$/);
    expect(double.taken[0]?.raw).toMatch(/^To: jürg@bücher\.example, mary@customer\.example\r$/m);
  });

  it('fails alone, with the reason, where the server lacks it; the others get the mail', async () => {
    const double = await serve(old);
    const { mail, deliveries, mailFrom } = await send(draftTo(mixed));
    expect(deliveries.map(({ state, failureType }) => [state, failureType])).toEqual([
      ['failed', 'mail_email_invalid'],
      ['sent', null],
    ]);
    expect(deliveries[0]?.reason).toMatch(
      /cannot deliver to addresses with letters beyond ASCII.*SMTPUTF8.*another server/,
    );
    expect(mail).toMatchObject({ state: 'failed', failureType: 'mail_email_invalid' });
    expect(double.taken.map(({ to }) => to)).toEqual([['mary@customer.example']]);
    expect(mailFrom[0]).toMatch(/^C: MAIL FROM:<bounce@mycompany\.example> SIZE=\d+$/);
    // The others still see whom it went to, in a form that old servers carry.
    expect(double.taken[0]?.raw).not.toMatch(/\P{ASCII}/u);
    expect(double.taken[0]?.raw).toMatch(/^To: =\?UTF-8\?.*\?=:;, mary@customer\.example\r$/m);
  });

  it('fails without a word to the server where it is the only one, and the connection stays in use', async () => {
    const double = await serve(old);
    const { mail } = await send(draftTo(['jürg@bücher.example']));
    expect(mail).toMatchObject({ state: 'failed', failureType: 'mail_email_invalid' });
    expect((await send(draftTo(['mary@customer.example']))).mail.state).toBe('sent');
    expect(double.taken).toHaveLength(1);
    expect(double.connections).toBe(1);
  });
});

describe('An author with letters beyond ASCII before the @', () => {
  const author = { from: 'Jürg <jürg@mycompany.example>' };

  it('is sent by a server with SMTPUTF8, which is told so', async () => {
    const double = await serve();
    const { mail, mailFrom } = await send(draftTo(['mary@customer.example'], author));
    expect(mail.state).toBe('sent');
    expect(mailFrom[0]).toMatch(/ SMTPUTF8 BODY=8BITMIME SIZE=\d+$/);
    expect(double.taken[0]?.raw).toMatch(/^From: .*<jürg@mycompany\.example>\r$/m);
    const { mailFrom: next } = await send(draftTo(['mary@customer.example']));
    expect(next[0]).not.toContain('SMTPUTF8');
  });

  it('is refused where the server lacks it', async () => {
    const double = await serve(old);
    const { mail, deliveries } = await send(draftTo(['mary@customer.example'], author));
    expect(mail).toMatchObject({ state: 'failed', failureType: 'mail_from_invalid' });
    expect(deliveries[0]?.reason).toMatch(/cannot send From an address with letters beyond ASCII/);
    expect(double.taken).toHaveLength(0);
  });
});

describe('Letters beyond ASCII elsewhere', () => {
  const words = { subject: 'Grüße', from: 'Jürg <jurg@mycompany.example>', html: '<p>Schöne Grüße</p>' };

  it.each([
    ['a new server', {}],
    ['an old one', old],
  ])('travel encoded through %s', async (_, options) => {
    const double = await serve(options);
    const { mail, mailFrom } = await send(draftTo(['Zoë <mary@customer.example>'], words));
    expect(mail.state).toBe('sent');
    expect(mailFrom[0]).not.toMatch(/8BITMIME|SMTPUTF8/);
    expect(double.taken[0]?.raw).not.toMatch(/\P{ASCII}/u);
  });

  it('of a domain are written in ASCII on any server', async () => {
    const double = await serve(old);
    const { mail, told } = await send(draftTo(['mary@bücher.example']));
    expect(mail.state).toBe('sent');
    expect(told).toEqual(['mary@xn--bcher-kva.example']);
    expect(double.taken[0]?.raw).toMatch(/^To: mary@xn--bcher-kva\.example\r$/m);
  });

  it.each([
    ['travel as they are where the server takes eight bits', {}, 'message/rfc822', / BODY=8BITMIME /],
    ['travel as a plain file where it does not', old, 'application/octet-stream', /> SIZE=/],
  ])('in an attached mail %s', async (_, options, type, command) => {
    const double = await serve(options);
    const content = Buffer.from('From: a@b.example\r\nContent-Transfer-Encoding: 8bit\r\n\r\nSchöne Grüße\r\n');
    const { sha256, size } = await storeBlob(t.ctx, content);
    const [file] = await t.ctx.db
      .insert(attachment)
      .values({ name: 'forwarded.eml', contentType: 'message/rfc822', size, sha256 })
      .returning({ id: attachment.id });
    const { mail, mailFrom } = await send(draftTo(['mary@customer.example'], { attachmentIds: [file?.id ?? 0] }));
    expect(mail.state).toBe('sent');
    expect(double.taken[0]?.raw).toContain(`Content-Type: ${type}`);
    expect(/\P{ASCII}/u.test(double.taken[0]?.raw ?? '')).toBe(type === 'message/rfc822');
    expect(mailFrom[0]).toMatch(command);
  });
});

it('connects to a server whose name has letters beyond ASCII by its ASCII form', async () => {
  const double = await serve();
  await t.ctx.db.update(outgoingServer).set({ host: 'ｌｏｃａｌｈｏｓｔ' });
  expect((await send(draftTo(['mary@customer.example']))).mail.state).toBe('sent');
  expect(double.taken).toHaveLength(1);
});

describe.runIf(canRunPostfix)('with a real Postfix', () => {
  let postfix: Postfix | undefined;
  afterEach(() => postfix?.stop());

  it.each([
    ['takes both where it speaks SMTPUTF8', 'yes', ['sent', 'sent']],
    ['takes the plain address only where it does not', 'no', ['failed', 'sent']],
  ])('%s', async (_, enabled, states) => {
    postfix = await startPostfix({
      lmtpPort: 1,
      catchall: { domain: 'mycompany.example', mailbox: 'all@mycompany.example', people: [] },
      settings: { default_transport: 'discard:', virtual_alias_maps: '', smtputf8_enable: enabled },
    });
    await addServer(t.ctx, { port: postfix.port });
    const { deliveries } = await send(draftTo(mixed));
    expect(deliveries.map(({ state }) => state)).toEqual(states);
    expect(await postfix.log()).not.toMatch(/reject|warning: .*utf8/i);
  });
});
