import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ctx } from '#lib/db/context.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { saveAlias } from '#lib/mail/aliases/save-alias.ts';
import { setOwnerAlias } from '#lib/mail/aliases/set-owner-alias.ts';
import { keepMail } from '#lib/mail/incoming/keep/keep-mail.ts';
import type { GatewayAnswer } from '#lib/mail/incoming/receive.ts';
import { processIncomingMail, receiveMail } from '#lib/mail/incoming/receive.ts';
import { setParameter } from '#lib/parameters/set-parameter.ts';
import { foundNorth } from '../../setup/found-north.ts';
import { freshMessageId, type SampleMail, sampleMail } from '../../setup/sample-mail.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;

beforeAll(async () => {
  t = await openTestContext();
  await foundNorth(t.ctx);
  await saveAlias(t.ctx, { localPart: 'sales', model: 'lead' });
  await saveAlias(t.ctx, { localPart: 'few', model: 'lead', hourlyLimit: 3 });
  await saveAlias(t.ctx, { localPart: 'broken', model: 'lead' });
  await t.ctx.db.execute(sql`update alias set defaults = '{"priority": 99}' where local_part = 'broken'`);
  const team = await createRecord(t.ctx, 'helpdesk_team', { name: 'Support' });
  await setOwnerAlias(t.ctx, {
    ownerModel: 'helpdesk_team',
    ownerId: team.id,
    localPart: 'support',
    model: 'ticket',
    defaults: { teamId: team.id },
  });
});
afterAll(() => t.close());

async function rows<Row>(query: ReturnType<typeof sql>): Promise<Row[]> {
  return (await t.ctx.db.execute(query)).rows as Row[];
}

async function kept(mails: SampleMail[]): Promise<number[]> {
  const ids: number[] = [];
  for (const mail of mails) ids.push((await keepMail(t.ctx, { raw: sampleMail(mail), source: 'lmtp' })).id);
  return ids;
}

/** Keeps mails one after another and processes them at the same time, as those of a bulk fetch. */
async function together(mails: SampleMail[], ctxs: Ctx[] = [t.ctx]): Promise<GatewayAnswer[]> {
  const ids = await kept(mails);
  return Promise.all(ids.map((id, n) => processIncomingMail(ctxs[n % ctxs.length] ?? t.ctx, id)));
}

const from = (name: string) => `${name} <${name.toLowerCase()}@customer.example>`;
const different = (count: number, more: (n: number) => SampleMail = () => ({})): SampleMail[] =>
  Array.from({ length: count }, (_, n) => ({ from: from(`P${freshMessageId().slice(1, 9)}`), ...more(n) }));

async function newLead(): Promise<{ id: number; messageId: string }> {
  const messageId = freshMessageId();
  const { routes } = await receiveMail(t.ctx, { raw: sampleMail({ messageId, from: from('Opener') }), source: 'http' });
  return { id: routes[0]?.recordId ?? 0, messageId };
}

function attemptsOf(ids: number[]) {
  return sql`select attempts from incoming_mail where id = any(${sql.param(ids)}::int[])`;
}

/** How many transactions wrote the outcomes of mails. */
async function transactionsOf(answers: GatewayAnswer[]): Promise<number> {
  const ids = answers.map(({ id }) => id);
  const found = await rows<{ n: number }>(
    sql`select count(distinct xmin::text)::int as n from incoming_mail where id = any(${sql.param(ids)}::int[])`,
  );
  return found[0]?.n ?? 0;
}

describe('mails that are ready at the same time', () => {
  test('share a transaction, and each comes to its own end', async () => {
    const lead = await newLead();
    const kinds: SampleMail[] = [
      {},
      { headers: { References: lead.messageId } },
      { to: 'nobody@elsewhere.example' },
      { headers: { 'Auto-Submitted': 'auto-replied', References: lead.messageId } },
      { to: 'support@north.example' },
    ];
    const answers = await together(different(20, (n) => kinds[n % kinds.length] ?? {}));
    const outcomes = ['record_created', 'reply_posted', 'quarantined', 'auto_reply', 'record_created'];
    expect(answers.map(({ outcome }) => outcome)).toEqual(answers.map((_, n) => outcomes[n % kinds.length]));
    expect(await transactionsOf(answers)).toBeLessThan(5);
    const attempts = await rows(sql`select distinct attempts from incoming_mail where outcome is not null`);
    expect(attempts).toEqual([{ attempts: 1 }]);
  });

  test('keep what each of them adds to the same document', async () => {
    const lead = await newLead();
    const named = (n: number) => ({ cc: `c${n}@customer.example`, headers: { References: lead.messageId } });
    await together(different(6, named));
    const [row] = await rows<{ email_cc: string }>(sql`select email_cc from lead where id = ${lead.id}`);
    for (let n = 0; n < 6; n++) expect(row?.email_cc).toContain(`c${n}@customer.example`);
  });

  test('of one conversation follow each other: the answer finds the lead that the first mail makes', async () => {
    const messageId = freshMessageId();
    const [first, second, third] = await together([
      { from: from('Alice'), messageId },
      { from: from('Bert'), headers: { 'In-Reply-To': messageId } },
      { from: from('Alice'), headers: { References: messageId } },
    ]);
    expect(first?.outcome).toBe('record_created');
    expect([second, third].map((one) => [one?.outcome, one?.routes[0]?.recordId])).toEqual(
      Array(2).fill(['reply_posted', first?.routes[0]?.recordId]),
    );
  });

  test('that are copies of one have one result', async () => {
    const messageId = freshMessageId();
    const outcomes = (await together([{ messageId }, { messageId }, { messageId }])).map(({ outcome }) => outcome);
    expect(outcomes.toSorted()).toEqual(['duplicate', 'duplicate', 'record_created']);
  });

  test('that name each other make one contact of each person', async () => {
    const to = 'support@north.example';
    await together([
      { from: from('Carla'), to, cc: from('Dora') },
      { from: from('Dora'), to, cc: from('Carla') },
    ]);
    const found = await rows(
      sql`select name, count(*)::int as n from contact where name in ('Carla', 'Dora') group by name order by name`,
    );
    expect(found).toEqual([
      { name: 'Carla', n: 1 },
      { name: 'Dora', n: 1 },
    ]);
  });

  test('do not come past the limit of an alias', async () => {
    const outcomes = (await together(different(7, () => ({ to: 'few@north.example' })))).map(({ outcome }) => outcome);
    expect(outcomes.toSorted()).toEqual([...Array(4).fill('quarantined'), ...Array(3).fill('record_created')]);
  });

  test('of one sender are counted one by one: the loop check stops them at its threshold', async () => {
    await setParameter(t.ctx, 'mail.gateway.loop.threshold', { value: '4' });
    const mails = Array.from({ length: 9 }, () => ({ from: from('Robot') }));
    const outcomes = (await together(mails)).map(({ outcome }) => outcome);
    await setParameter(t.ctx, 'mail.gateway.loop.threshold', { value: '20' });
    expect(outcomes).toEqual([...Array(4).fill('record_created'), ...Array(5).fill('bounced_loop')]);
    expect(await rows(sql`select 1 from automatic_answer where recipient = 'robot@customer.example'`)).toHaveLength(1);
  });

  test('do not suffer from one that cannot be processed', async () => {
    const answers = await together(different(9, (n) => (n === 4 ? { to: 'broken@north.example' } : {})));
    expect(answers.map(({ outcome }) => outcome)).toEqual(
      answers.map((_, n) => (n === 4 ? 'failed' : 'record_created')),
    );
    const [failed] = await rows(sql`select routes, attempts from incoming_mail where id = ${answers[4]?.id}`);
    expect(failed).toEqual({ routes: [], attempts: 1 });
    expect(await rows(sql`select status from alias where local_part = 'broken'`)).toEqual([{ status: 'invalid' }]);
  });

  test('are told to the pages that show them', async () => {
    const heard: string[] = [];
    const listener = new pg.Client({ connectionString: t.databaseUrl });
    await listener.connect();
    listener.on('notification', ({ payload }) => heard.push(payload ?? ''));
    await listener.query('listen perfectwork_events');
    const answers = await together(different(5));
    await listener.query('select 1');
    await listener.end();
    for (const { routes } of answers) {
      expect(heard).toContain(JSON.stringify({ topic: 'thread', model: 'lead', recordId: routes[0]?.recordId }));
    }
  });
});

describe('two workers', () => {
  test('post on the same threads at the same time, and neither waits for the other in a circle', async () => {
    const leads: { id: number; messageId: string }[] = [];
    for (let n = 0; n < 6; n++) leads.push(await newLead());
    const mails = different(60, (n) => ({ headers: { References: leads[(n * 5 + (n >> 3)) % 6]?.messageId ?? '' } }));
    const answers = await together(mails, [t.elsewhere(), t.elsewhere()]);
    expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(['reply_posted']));
    const ids = leads.map(({ id }) => id);
    const doubled = await rows(sql`select record_id, sequence from message
      where model = 'lead' and record_id = any(${sql.param(ids)}::int[]) group by 1, 2 having count(*) > 1`);
    expect(doubled).toEqual([]);
  });

  test('process the same mails at the same time, and each has one result', async () => {
    const ids = await kept(different(20));
    const [one, other] = [t.elsewhere(), t.elsewhere()];
    const answers = await Promise.all(
      [...ids.map((id) => [one, id] as const), ...ids.toReversed().map((id) => [other, id] as const)].map(([ctx, id]) =>
        processIncomingMail(ctx, id),
      ),
    );
    expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(['record_created']));
    const made = await rows(
      sql`select incoming_mail_id from message where incoming_mail_id = any(${sql.param(ids)}::int[])`,
    );
    expect(made).toHaveLength(20);
  });
});

describe('a thread that somebody holds', () => {
  let held: { id: number; messageId: string };
  let holder: pg.Client;

  beforeAll(async () => {
    held = await newLead();
    holder = new pg.Client({ connectionString: t.databaseUrl });
    await holder.connect();
  });
  beforeEach(async () => {
    await holder.query('begin');
    await holder.query(`select 1 from thread where model = 'lead' and record_id = $1 for update`, [held.id]);
  });
  afterAll(() => holder.end());

  const toHeld = () => ({ headers: { References: held.messageId } });

  test('keeps up the mails to it, and no others', async () => {
    const ids = await kept(different(3, (n) => (n === 1 ? toHeld() : {})));
    const [first, blocked, last] = ids.map((id) => processIncomingMail(t.ctx, id));
    expect((await Promise.all([first, last])).map((answer) => answer?.outcome)).toEqual(
      Array(2).fill('record_created'),
    );
    expect((await together(different(3))).map(({ outcome }) => outcome)).toEqual(Array(3).fill('record_created'));
    await holder.query('rollback');
    expect((await blocked)?.outcome).toBe('reply_posted');
  });

  test('lets mails that were cut off before wait for their turn before their try is counted', async () => {
    const ids = await kept(different(3, toHeld));
    const attempts = () => rows<{ attempts: number }>(attemptsOf(ids));
    await t.ctx.db.execute(sql`update incoming_mail set attempts = 2 where id = any(${sql.param(ids)}::int[])`);
    const answers = ids.map((id) => processIncomingMail(t.ctx, id));
    await expect.poll(attempts).toContainEqual({ attempts: 3 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await attempts()).map((row) => row.attempts).toSorted()).toEqual([2, 2, 3]);
    await holder.query('rollback');
    expect((await Promise.all(answers)).map(({ outcome }) => outcome)).toEqual(Array(3).fill('reply_posted'));
  });
});
