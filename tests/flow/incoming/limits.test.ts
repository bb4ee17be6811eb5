import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ctx } from '#lib/db/context.ts';
import { saveAlias } from '#lib/mail/aliases/save-alias.ts';
import { keepMail } from '#lib/mail/incoming/keep/keep-mail.ts';
import { processIncomingMail, receiveMail } from '#lib/mail/incoming/receive.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { setParameter } from '#lib/parameters/set-parameter.ts';
import { foundNorth } from '../../setup/found-north.ts';
import { freshMessageId, type SampleMail, sampleMail } from '../../setup/sample-mail.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;

beforeAll(async () => {
  t = await openTestContext();
  await foundNorth(t.ctx);
  await saveAlias(t.ctx, { localPart: 'sales', model: 'lead' });
  await saveAlias(t.ctx, { localPart: 'few', model: 'lead', hourlyLimit: 2 });
  await saveAlias(t.ctx, { localPart: 'closed', model: 'lead', contactPolicy: 'employees' });
});
afterAll(() => t.close());

const receive = (mail: SampleMail, ctx: Ctx = t.ctx, more = {}) =>
  receiveMail(ctx, { raw: sampleMail(mail), source: 'http', ...more });
const inMinutes = (minutes: number): Ctx => ({ ...t.ctx, now: () => new Date(Date.now() + minutes * 60_000) });

async function count(query: ReturnType<typeof sql>): Promise<number> {
  const [row] = (await t.ctx.db.execute<{ n: number }>(query)).rows;
  return row?.n ?? 0;
}
const answersTo = (address: string) =>
  count(
    sql`select count(*)::int as n from delivery where recipient = ${address} and created_at > now() - interval '1 day'`,
  );

test('an alias takes as many mails an hour as it may; the others wait in quarantine, and an alert tells of them', async () => {
  const to = 'few@north.example';
  const messageId = freshMessageId();
  const mails = [{ to, messageId }, { to }, { to, from: 'other@customer.example' }];
  const outcomes = [];
  for (const mail of mails) outcomes.push((await receive(mail)).outcome);
  expect(outcomes).toEqual(['record_created', 'record_created', 'quarantined']);
  const reply = await receive({ to, headers: { References: messageId } });
  expect(reply.outcome).toBe('reply_posted');
  const alerts = await t.ctx.db.execute(sql`select title, detail from alert where kind = 'alias-limit'`);
  expect(alerts.rows).toEqual([
    expect.objectContaining({ detail: expect.stringMatching(/few took 2 mails .* limit is 2.*quarantine/) }),
  ]);
  expect((await receive({ to }, inMinutes(61))).outcome).toBe('record_created');
});

test('two workers refuse two mails of one sender at once, and one of them answers', async () => {
  const from = 'eager@customer.example';
  const keep = () => keepMail(t.ctx, { raw: sampleMail({ from, to: 'closed@north.example' }), source: 'lmtp' });
  const ids = await Promise.all(Array.from({ length: 6 }, keep));
  const workers = [t.elsewhere(), t.elsewhere()];
  const answers = await Promise.all(ids.map(({ id }, n) => processIncomingMail(workers[n % 2] ?? t.ctx, id)));
  expect(answers.map(({ outcome }) => outcome)).toEqual(Array(6).fill('bounced_policy'));
  expect(await answersTo(from)).toBe(1);
  await receive({ from, to: 'closed@north.example' }, inMinutes(61));
  expect(await answersTo(from)).toBe(2);
});

test('a system that answers everything is stopped at the threshold, and hears of it at most once an hour', async () => {
  await setParameter(t.ctx, 'mail.gateway.loop.threshold', { value: '5' });
  const from = 'Helpdesk <desk@robot.example>';
  const outcomes: string[] = [];
  for (let round = 0; round < 12; round += 1)
    outcomes.push((await receive({ from, subject: `Ticket ${round}` })).outcome);
  expect(outcomes).toEqual([...Array(5).fill('record_created'), ...Array(7).fill('bounced_loop')]);
  expect(await answersTo('desk@robot.example')).toBe(1);
  expect((await receive({ from }, inMinutes(61))).outcome).toBe('bounced_loop');
  expect(await answersTo('desk@robot.example')).toBe(2);
});

test('what it answers to our answer is ignored, and our answer is none that a system like ours would answer', async () => {
  const from = 'bot@other.example';
  await receive({ from, to: 'closed@north.example' });
  const [answer] = (
    await t.ctx.db.execute<{ message_id: string; null_sender: boolean; headers: Record<string, string> }>(sql`
      select message_id, null_sender, headers from email e join delivery d on d.email_id = e.id where recipient = ${from}`)
  ).rows;
  expect(answer).toMatchObject({ null_sender: true, headers: { 'Auto-Submitted': 'auto-replied' } });
  const back = await receive({
    from,
    to: 'closed@north.example',
    headers: { 'In-Reply-To': answer?.message_id ?? '' },
  });
  expect(back.outcome).toBe('loop_reply_ignored');
  const headers = { 'Auto-Submitted': 'auto-replied' };
  const theirs = await receive({ from: 'us@twin.example', to: 'closed@north.example', headers }, t.ctx, {
    envelopeFrom: '',
  });
  expect(theirs.outcome).toBe('auto_reply');
  expect(await answersTo(from)).toBe(1);
  expect(await answersTo('us@twin.example')).toBe(0);
});

test('a read receipt changes nothing', async () => {
  const headers = { 'Content-Type': 'multipart/report; report-type=disposition-notification; boundary=x' };
  const body =
    '--x\nContent-Type: text/plain\n\nRead.\n--x\nContent-Type: message/disposition-notification\n\nDisposition: manual-action/MDN-sent-manually; displayed\n--x--\n';
  expect(await receive({ headers, body })).toMatchObject({ outcome: 'no_op' });
});

test('a complaint (ARF) keeps mailings from the address it came from, once', async () => {
  const draft = { subject: 'Offer', from: null, to: 'mary@customer.example', html: '<p>Hello</p>' };
  const { emailId } = await enqueueEmail(t.ctx, { ...draft, recipients: [{ email: 'mary@customer.example' }] });
  const [sent] = (
    await t.ctx.db.execute<{ message_id: string }>(sql`select message_id from email where id = ${emailId}`)
  ).rows;
  const parts = [
    '--x\nContent-Type: text/plain\n\nThis is a complaint.\n',
    '--x\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\n',
    `--x\nContent-Type: text/rfc822-headers\n\nMessage-ID: ${sent?.message_id}\nTo: mary@customer.example\n`,
    '--x--\n',
  ];
  const headers = { 'Content-Type': 'multipart/report; report-type=feedback-report; boundary=x' };
  for (const outcome of ['complaint', 'complaint']) {
    const mail = { from: 'fbl@provider.example', to: 'bounce@north.example', headers, body: parts.join('\n') };
    expect((await receive(mail)).outcome).toBe(outcome);
  }
  expect(
    await count(sql`select count(*)::int as n from blacklist where email = 'mary@customer.example' and active`),
  ).toBe(1);
});
