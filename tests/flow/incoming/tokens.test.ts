import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { postMessage } from '#lib/chatter/post-message.ts';
import type { Ctx } from '#lib/db/context.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { setOwnerAlias } from '#lib/mail/aliases/set-owner-alias.ts';
import { receiveMail } from '#lib/mail/incoming/receive.ts';
import { signAddress } from '#lib/mail/message/signed-address.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { setParameter } from '#lib/parameters/set-parameter.ts';
import { addServer, draftTo, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { makeCompany } from '../../setup/people.ts';
import { type SampleMail, sampleMail } from '../../setup/sample-mail.ts';
import { type SmtpDouble, startSmtpDouble } from '../../setup/smtp-double.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let smtp: SmtpDouble;

beforeAll(async () => {
  t = await openTestContext();
  smtp = await startSmtpDouble();
  await makeCompany(t.ctx);
  await seedMailDomain(t.ctx);
  await addServer(t.ctx, { port: smtp.port });
  await setParameter(t.ctx, 'mail.bounce.verp', { value: 'True' });
  await setParameter(t.ctx, 'mail.reply.token', { value: 'True' });
});
afterAll(async () => {
  await smtp.stop();
  await t.close();
});
beforeEach(() => {
  smtp.taken.length = 0;
});

const receive = (mail: SampleMail, more = {}) => receiveMail(t.ctx, { raw: sampleMail(mail), source: 'http', ...more });

async function send(recipients: string[], more = {}) {
  const { emailId } = await enqueueEmail(t.ctx, draftTo(recipients, more));
  await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
  return { emailId, ...(await readRows(t.ctx, emailId)), senders: smtp.taken.map(({ from }) => from) };
}

const signedBounce = /^bounce\+b[0-9a-z-]+@mycompany\.example$/;
const unreadable = { from: 'Post <post@relay.example>', subject: 'Kann nicht', body: 'Siehe oben.\n' };

describe('with a signed Return-Path', () => {
  test('each recipient has one of his own, and what is kept of the mail is without', async () => {
    const { mail, deliveries, senders } = await send(['mary@customer.example', 'paul@customer.example']);
    expect(deliveries.map(({ state }) => state)).toEqual(['sent', 'sent']);
    expect(new Set(senders).size).toBe(2);
    for (const sender of senders) expect(sender).toMatch(signedBounce);
    expect(mail.envelopeFrom).toBe('bounce@mycompany.example');
  });

  test('an address that stands twice in a mail gets it once', async () => {
    const { deliveries, senders } = await send(['mary@customer.example', 'mary@customer.example']);
    expect(deliveries.every(({ state }) => state === 'sent')).toBe(true);
    expect(senders).toHaveLength(1);
  });

  test('automatic answers keep the null sender', async () => {
    expect((await send(['mary@customer.example'], { nullSender: true })).senders).toEqual(['']);
  });

  test('a report in no known form finds its delivery, and only that', async () => {
    const { emailId } = await send(['mary@customer.example', 'paul@customer.example']);
    const [{ from: to = '' } = {}] = smtp.taken.filter((one) => one.to.includes('paul@customer.example'));
    const answer = await receive({ ...unreadable, to }, { envelopeFrom: '' });
    expect(answer.outcome).toBe('bounce_processed');
    const { mail, deliveries } = await readRows(t.ctx, emailId);
    expect(deliveries.map(({ recipient, state }) => [recipient, state])).toEqual([
      ['mary@customer.example', 'sent'],
      ['paul@customer.example', 'bounced'],
    ]);
    expect(mail).toMatchObject({ state: 'failed', failureReason: expect.stringContaining('came back') });
  });

  test('a report that names only the address it was forwarded to, and no id, is about the delivery of the token', async () => {
    const { emailId, senders } = await send(['mary@customer.example']);
    const body = [
      '--x\nContent-Type: text/plain\n\nIt did not work.\n',
      '--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\n',
      'Final-Recipient: rfc822; other@forwarded.example\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 mailbox full\n\n--x--\n',
    ].join('\n');
    const headers = { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=x' };
    await receive({ ...unreadable, to: senders[0] ?? '', headers, body }, { envelopeFrom: '' });
    const { deliveries } = await readRows(t.ctx, emailId);
    expect(deliveries).toMatchObject([{ state: 'bounced', reason: expect.stringContaining('5.2.2') }]);
  });

  const harmless: [string, SampleMail, string][] = [
    ['a vacation answer', { subject: 'Out of office', headers: { 'Auto-Submitted': 'auto-replied' } }, ''],
    ['what a person writes there', { subject: 'Thanks' }, 'mary@customer.example'],
  ];
  test.each(harmless)('%s leaves the delivery alone', async (_, mail, envelopeFrom) => {
    const { emailId, senders } = await send(['mary@customer.example']);
    expect((await receive({ ...mail, to: senders[0] ?? '' }, { envelopeFrom })).outcome).toBe('bounce_processed');
    expect((await readRows(t.ctx, emailId)).mail.state).toBe('sent');
  });

  test('a token that was changed or is too old is ignored, with a line that says so', async () => {
    const { emailId, deliveries, senders } = await send(['mary@customer.example']);
    const changed = (senders[0] ?? '').replace(/[0-9a-f]{4}@/, (end) => (end === '0000@' ? '1111@' : '0000@'));
    const old = signAddress(t.ctx.env.appSecret, 'bounce@mycompany.example', {
      use: 'delivery',
      id: deliveries[0]?.id ?? 0,
      now: new Date(Date.now() - 100 * 86_400_000),
    });
    for (const [to, word] of [
      [changed, 'changed'],
      [old, 'expired'],
    ] as const) {
      const answer = await receive({ ...unreadable, to }, { envelopeFrom: '' });
      expect(answer.outcome).toBe('bounce_processed');
      const line = { rule: 'bounce token', matched: false, detail: expect.stringContaining(word) };
      expect(answer.trace).toContainEqual(line);
    }
    expect((await readRows(t.ctx, emailId)).mail.state).toBe('sent');
  });
});

describe('with a signed Reply-To', () => {
  async function answered(withAlias: boolean) {
    const team = await createRecord(t.ctx, 'sales_team', { name: 'Europe' });
    const owner = { ownerModel: 'sales_team' as const, ownerId: team.id, defaults: { teamId: team.id } };
    if (withAlias) await setOwnerAlias(t.ctx, { ...owner, localPart: 'europe', model: 'lead' });
    const lead = await createRecord(t.ctx, 'lead', { name: 'Fifty chairs', teamId: team.id });
    const to = [{ email: 'mary@customer.example' }];
    const { messageId } = await postMessage(t.ctx, { model: 'lead', recordId: lead.id, body: '<p>Our offer</p>', to });
    const [row] = await rows<{ reply_to: string }>(
      t.ctx,
      sql`select reply_to from email where thread_message_id = ${messageId}`,
    );
    return { lead, messageId, replyTo: row?.reply_to ?? '' };
  }

  test.each([
    ['catchall', false],
    ['europe', true],
  ] as const)('an answer without references finds the message by its %s address', async (local, withAlias) => {
    const { lead, messageId, replyTo } = await answered(withAlias);
    expect(replyTo).toMatch(new RegExp(`${local}\\+r[0-9a-z-]+@mycompany\\.example`));
    const answer = await receive({ to: replyTo, subject: 'Yes' });
    expect(answer.routes).toMatchObject([{ outcome: 'reply_posted', model: 'lead', recordId: lead.id }]);
    const [posted] = await rows<{ parent_id: number; incoming_to: unknown[] }>(
      t.ctx,
      sql`select parent_id, incoming_to from message where id = ${answer.routes[0]?.messageId}`,
    );
    expect(posted).toEqual({ parent_id: messageId, incoming_to: [] });
  });

  test('references count before the token', async () => {
    const first = await answered(false);
    const second = await answered(false);
    const [row] = await rows<{ message_id: string }>(
      t.ctx,
      sql`select message_id from message where id = ${first.messageId}`,
    );
    const answer = await receive({ to: second.replyTo, headers: { References: row?.message_id ?? '' } });
    expect(answer.routes).toMatchObject([{ outcome: 'reply_posted', recordId: first.lead.id }]);
  });

  test('a changed token is ignored: the mail goes where it would without', async () => {
    const { replyTo } = await answered(false);
    const changed = replyTo.replace(/[0-9a-f]{4}@/, (end) => (end === '0000@' ? '1111@' : '0000@'));
    const answer = await receive({ to: changed });
    expect(answer.outcome).toBe('bounced_catchall');
    expect(answer.trace).toContainEqual({
      rule: 'reply token',
      matched: false,
      detail: expect.stringContaining('changed'),
    });
  });
});

async function rows<Row>(ctx: Ctx, query: ReturnType<typeof sql>): Promise<Row[]> {
  return (await ctx.db.execute(query)).rows as Row[];
}
