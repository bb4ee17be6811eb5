import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alertListFields } from '#lib/alerts/alert-schema.ts';
import { listAlerts } from '#lib/alerts/list-alerts.ts';
import { parseListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { saveAlias } from '#lib/mail/aliases/save-alias.ts';
import { saveAliasDomain } from '#lib/mail/aliases/save-alias-domain.ts';
import { actOnIncomingMails } from '#lib/mail/incoming/act-on-incoming-mails.ts';
import { blockSender } from '#lib/mail/incoming/block-sender.ts';
import { discardIncomingMail } from '#lib/mail/incoming/discard-incoming-mail.ts';
import { incomingMailListFields } from '#lib/mail/incoming/incoming-mail-schema.ts';
import { listIncomingMails } from '#lib/mail/incoming/list-incoming-mails.ts';
import { processUnprocessedMails } from '#lib/mail/incoming/process-unprocessed-mails.ts';
import { readIncomingMail } from '#lib/mail/incoming/read-incoming-mail.ts';
import { dryRunMail, receiveMail } from '#lib/mail/incoming/receive.ts';
import { replayIncomingMail } from '#lib/mail/incoming/replay-incoming-mail.ts';
import { setParameter } from '#lib/parameters/set-parameter.ts';
import { makeCompany, makeUser } from '../../setup/people.ts';
import { type SampleMail, sampleMail } from '../../setup/sample-mail.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let anna: Ctx;

beforeAll(async () => {
  t = await openTestContext();
  const companyId = await makeCompany(t.ctx);
  const made = await makeUser(t.ctx, {
    name: 'Anna',
    email: 'anna@north.example',
    companyId,
    role: 'administrator',
  });
  anna = t.as(made.actor);
  await saveAliasDomain(t.ctx, { name: 'north.example' });
  await saveAlias(t.ctx, { localPart: 'sales', domain: 'north.example', model: 'lead' });
});
afterAll(() => t.close());

async function receive(mail: SampleMail): Promise<number> {
  const { id } = await receiveMail(t.ctx, { raw: sampleMail(mail), source: 'http' });
  if (id === null) throw new Error('the mail was not stored');
  return id;
}

const lost = (mail: SampleMail = {}) => receive({ to: 'nobody@north.example', ...mail });
const listed = async (query: string) =>
  (await listIncomingMails(t.ctx, parseListQuery(new URLSearchParams(query), incomingMailListFields))).items;
const openAlerts = async () =>
  (await listAlerts(t.ctx, parseListQuery(new URLSearchParams('resolved=false'), alertListFields))).items;

test('the list is narrowed to one sender by the bare address, however the mails wrote it', async () => {
  await receive({ from: '"Zoe Miller" <Zoe@Wholesale.example>', subject: 'First of Zoe' });
  await receive({ from: 'zoe@wholesale.example', subject: 'Second of Zoe' });
  await receive({ from: 'zoe@wholesale.example.org', subject: 'Of another Zoe' });
  const found = await listed('sender=zoe@wholesale.example&sort=id');
  expect(found.map(({ subject }) => subject)).toEqual(['First of Zoe', 'Second of Zoe']);
});

test('many mails are assigned to one document at once; those that stand in one already are left alone', async () => {
  const lead = await createRecord(anna, 'lead', { name: 'Where they belong' });
  const ids = [await lost(), await lost(), await receive({ to: 'sales@north.example' })];
  const document = { model: 'lead' as const, recordId: lead.id };
  const acted = await actOnIncomingMails(anna, { action: 'assign', target: { ids }, document });
  expect(acted).toEqual({ done: 2, skipped: 1, more: false });
  const after = await readIncomingMail(anna, ids[0] ?? 0);
  expect(after.routes).toEqual([expect.objectContaining({ model: 'lead', recordId: lead.id })]);
});

test('many senders are blocked at once; mails without a sender are left alone', async () => {
  const nameless = await receiveMail(t.ctx, { raw: Buffer.from('Subject: x\r\n\r\nx\r\n'), source: 'http' });
  const ids = [await lost({ from: 'one@noise.example' }), await lost({ from: 'two@noise.example' }), nameless.id ?? 0];
  const acted = await actOnIncomingMails(anna, { action: 'block', target: { ids } });
  expect(acted).toMatchObject({ done: 2, skipped: 1 });
  const again = await receiveMail(t.ctx, { raw: sampleMail({ from: 'two@noise.example' }), source: 'http' });
  expect(again.outcome).toBe('spam');
});

test('the timeline of a mail tells each processing, who did what by hand, and in which order', async () => {
  const id = await lost({ from: 'story@customer.example' });
  await replayIncomingMail(anna, id);
  await blockSender(anna, id);
  await discardIncomingMail(anna, id);
  const { history } = await readIncomingMail(anna, id);
  expect(history.map(({ kind, by, detail }) => [kind, by, detail].filter(Boolean).join(' '))).toEqual([
    'received',
    'stored',
    'authenticated',
    'processed quarantined',
    'replayed Anna',
    'processed quarantined',
    'blocked Anna',
    'discarded Anna',
  ]);
  expect(history.filter(({ kind }) => kind === 'processed').map(({ at }) => at)).toEqual([null, null]);
});

test('the parts of a mail are shown as its tree, with types, names and sizes', async () => {
  const body = [
    '--m',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Hello',
    '--m',
    'Content-Type: application/pdf; name="offer.pdf"',
    'Content-Disposition: attachment; filename="offer.pdf"',
    '',
    '%PDF',
    '--m--',
    '',
  ].join('\r\n');
  const headers = { 'MIME-Version': '1.0', 'Content-Type': 'multipart/mixed; boundary=m' };
  const id = await lost({ headers, body });
  const { parsed } = await readIncomingMail(anna, id);
  expect(parsed.parts).toMatchObject({
    type: 'multipart/mixed',
    filename: null,
    parts: [
      { type: 'text/plain', charset: 'utf-8', filename: null, size: 5 },
      { type: 'application/pdf', filename: 'offer.pdf', disposition: 'attachment', size: 4 },
    ],
  });
});

test('"What would happen?" shows the answer word by word and leaves every table as it was', async () => {
  await saveAlias(t.ctx, {
    localPart: 'board',
    domain: 'north.example',
    model: 'lead',
    contactPolicy: 'employees',
    bouncedContent: '<p>Only the board writes here.</p>',
  });
  const before = await rowCounts();
  const raw = sampleMail({ from: 'stranger@customer.example', to: 'board@north.example', subject: 'Hello board' });
  const told = await dryRunMail(anna, { raw, source: 'http' });
  expect(told).toMatchObject({ id: null, outcome: 'bounced_policy' });
  expect(told.answers).toEqual([
    {
      kind: 'bounce_policy',
      to: 'stranger@customer.example',
      subject: 'Re: Hello board',
      html: expect.stringContaining('Only the board writes here.'),
    },
  ]);
  expect(await rowCounts()).toEqual(before);
});

test('administrators are told when quarantine grows, to whom the mails were written, and that it is over', async () => {
  await t.ctx.db.execute(sql`update incoming_mail set outcome = 'no_op' where outcome = 'quarantined'`);
  await setParameter(anna, 'mail.quarantine.alert.threshold', { value: '3' });
  const ids = [await lost({ to: 'old@north.example' }), await lost({ to: 'old@north.example' })];
  await processUnprocessedMails(t.ctx);
  expect(await openAlerts()).toEqual([]);
  ids.push(await lost({ to: 'other@north.example' }));
  await processUnprocessedMails(t.ctx);
  expect(await openAlerts()).toEqual([
    expect.objectContaining({
      kind: 'quarantine-growing',
      severity: 'error',
      detail: expect.stringMatching(/^3 mails of the last 24 hours.* Most \(2\) were written to old@north\.example\./),
      link: '/technical/incoming-mails?outcome=quarantined',
    }),
  ]);
  await discardIncomingMail(anna, ids[0] ?? 0);
  await processUnprocessedMails(t.ctx);
  expect(await openAlerts()).toEqual([]);
});

test('mails that wait in quarantine for longer than a day do not raise the alert again', async () => {
  for (let count = 0; count < 3; count += 1) await lost({ to: 'old@north.example' });
  await t.ctx.db.execute(sql`update incoming_mail set received_at = received_at - interval '25 hours'`);
  await processUnprocessedMails(t.ctx);
  expect(await openAlerts()).toEqual([]);
});

/** Rows of every table, by its name. */
async function rowCounts(): Promise<Record<string, number>> {
  const tables = await t.ctx.db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public'`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables.rows) {
    const { rows } = await t.ctx.db.execute<{ n: number }>(sql`select count(*)::int as n from ${sql.identifier(name)}`);
    counts[name] = rows[0]?.n ?? 0;
  }
  return counts;
}
