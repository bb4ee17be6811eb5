import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBlob } from '#lib/blobs/read-blob.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { saveAlias } from '#lib/mail/aliases/save-alias.ts';
import { setOwnerAlias } from '#lib/mail/aliases/set-owner-alias.ts';
import { keepMail } from '#lib/mail/incoming/keep/keep-mail.ts';
import { processUnprocessedMails } from '#lib/mail/incoming/process-unprocessed-mails.ts';
import { dryRunMail, processIncomingMail, receiveMail } from '#lib/mail/incoming/receive.ts';
import { cpuTime } from '../../setup/cpu-time.ts';
import { foundNorth } from '../../setup/found-north.ts';
import { freshMessageId, type SampleMail, sampleMail } from '../../setup/sample-mail.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let team: { id: number };

beforeAll(async () => {
  t = await openTestContext();
  await foundNorth(t.ctx);
  team = await createRecord(t.ctx, 'sales_team', { name: 'Europe' });
  await setOwnerAlias(t.ctx, {
    ownerModel: 'sales_team',
    ownerId: team.id,
    localPart: 'sales',
    model: 'lead',
    defaults: { teamId: team.id },
  });
});
afterAll(() => t.close());

const receive = (mail: SampleMail = {}, more = {}) =>
  receiveMail(t.ctx, { raw: sampleMail(mail), source: 'http', ...more });

async function rows<Row>(query: ReturnType<typeof sql>): Promise<Row[]> {
  return (await t.ctx.db.execute(query)).rows as Row[];
}

const countLeads = async () => (await rows<{ n: number }>(sql`select count(*)::int as n from lead`))[0]?.n ?? 0;
const countEmails = async () => (await rows<{ n: number }>(sql`select count(*)::int as n from email`))[0]?.n ?? 0;

async function knownContact(name: string, email: string): Promise<number> {
  const [row] = await rows<{ id: number }>(
    sql`insert into contact (name, email, email_normalised) values (${name}, ${email}, ${email}) returning id`,
  );
  return row?.id ?? 0;
}

describe('a mail to the alias of a sales team', () => {
  test('becomes a lead of the team, with name, sender and text, and proves the alias', async () => {
    const answer = await receive({ subject: 'Fish for Easter', cc: 'Bob <bob@customer.example>, sales@north.example' });
    expect(answer).toMatchObject({ outcome: 'record_created', routes: [{ model: 'lead', outcome: 'record_created' }] });
    const recordId = answer.routes[0]?.recordId;
    const [lead] = await rows(sql`select name, email_from, email_cc, team_id from lead where id = ${recordId}`);
    expect(lead).toEqual({
      name: 'Fish for Easter',
      email_from: '"Mary Customer" <mary@customer.example>',
      email_cc: '"Bob" <bob@customer.example>',
      team_id: team.id,
    });
    const messages = await rows<{ body_html: string }>(
      sql`select kind, author_email, author_contact_id, internal, body_html from message where record_id = ${recordId}`,
    );
    expect(messages).toEqual([
      {
        kind: 'email',
        author_email: 'mary@customer.example',
        author_contact_id: null,
        internal: false,
        body_html: expect.stringContaining('how much is the fish?'),
      },
    ]);
    expect(await rows(sql`select status from alias where local_part = 'sales'`)).toEqual([{ status: 'valid' }]);
    expect(await countEmails()).toBe(0);
  });

  test('a known sender is the author and follows the lead; an archived one is neither', async () => {
    const id = await knownContact('Kim', 'kim@customer.example');
    const first = await receive({ from: 'KIM@customer.example' });
    const follows = (record: number | null | undefined) =>
      rows(sql`select contact_id from follower where model = 'lead' and record_id = ${record}`);
    expect(await follows(first.routes[0]?.recordId)).toEqual([{ contact_id: id }]);
    await t.ctx.db.execute(sql`update contact set active = false where id = ${id}`);
    const second = await receive({ from: 'Kim <kim@customer.example>' });
    expect(await follows(second.routes[0]?.recordId)).toEqual([]);
  });

  test('an alias is never an author, even where a contact has its address', async () => {
    await knownContact('Sales', 'sales@north.example');
    const answer = await receive({ from: 'sales@north.example' });
    const [message] = await rows(sql`select author_contact_id from message where id = ${answer.routes[0]?.messageId}`);
    expect(message).toEqual({ author_contact_id: null });
  });

  test('two aliases make two documents', async () => {
    await saveAlias(t.ctx, { localPart: 'projects', model: 'lead' });
    const answer = await receive({ to: 'sales@north.example, projects@north.example' });
    expect(answer.routes.map((route) => route.outcome)).toEqual(['record_created', 'record_created']);
    expect(new Set(answer.routes.map((route) => route.recordId)).size).toBe(2);
  });

  test('the address of the envelope counts where the headers name none of ours', async () => {
    const answer = await receive({ to: 'undisclosed@elsewhere.example' }, { envelopeTo: 'sales@north.example' });
    expect(answer.outcome).toBe('record_created');
  });
});

describe('the same mail', () => {
  test('twice creates one lead; the second says of which it is the duplicate', async () => {
    const messageId = freshMessageId();
    const first = await receive({ messageId });
    const before = await countLeads();
    const second = await receive({ messageId, headers: { Received: 'by another road' } });
    expect(second).toMatchObject({ outcome: 'duplicate', reason: expect.stringContaining(`number ${first.id}`) });
    expect(await countLeads()).toBe(before);
  });

  test('without Message-ID is known by its content, whatever road it took', async () => {
    await receive({ messageId: null, subject: 'No id' });
    expect((await receive({ messageId: null, subject: 'No id', headers: { Received: 'x' } })).outcome).toBe(
      'duplicate',
    );
    expect((await receive({ messageId: null, subject: 'No id', body: 'Other text' })).outcome).toBe('record_created');
  });

  test('handed over ten times at once creates one lead', async () => {
    const before = await countLeads();
    const messageId = freshMessageId();
    const raw = sampleMail({ messageId });
    const handOver = (_: unknown, n: number) =>
      receiveMail(n % 2 === 0 ? t.elsewhere() : t.ctx, { raw, source: 'http' });
    const answers = await Promise.all(Array.from({ length: 10 }, handOver));
    expect(await countLeads()).toBe(before + 1);
    expect(answers.map((answer) => answer.outcome).toSorted()).toEqual([
      ...Array(9).fill('duplicate'),
      'record_created',
    ]);
  });

  test('processed by two workers at once has one result', async () => {
    const { id } = await keepMail(t.ctx, { raw: sampleMail(), source: 'lmtp' });
    const before = await countLeads();
    const both = await Promise.all([processIncomingMail(t.ctx, id), processIncomingMail(t.elsewhere(), id)]);
    expect(both.map((answer) => answer.routes[0]?.recordId)).toEqual([
      both[0].routes[0]?.recordId,
      both[0].routes[0]?.recordId,
    ]);
    expect(await countLeads()).toBe(before + 1);
  });

  test('of ours that comes back is dropped, by its own id or by ours in another header', async () => {
    const answer = await receive({});
    const [message] = await rows<{ message_id: string }>(
      sql`update message set message_id = '<ours@north.example>', incoming_mail_id = null where id = ${answer.routes[0]?.messageId} returning message_id`,
    );
    const own = message?.message_id ?? '';
    expect(await receive({ headers: { 'X-PerfectWORK-Message-Id': own } })).toMatchObject({
      outcome: 'duplicate',
      reason: expect.stringContaining('mail of ours'),
    });
    expect(await receive({ messageId: own })).toMatchObject({ outcome: 'duplicate' });
  });
});

describe('replies', () => {
  const cases: [string, (id: string) => Record<string, string>][] = [
    ['References', (id) => ({ References: `<unknown@elsewhere.example> ${id}` })],
    ['In-Reply-To alone', (id) => ({ 'In-Reply-To': id })],
    ['References broken within the id', (id) => ({ References: `${id.slice(0, 12)}\n ${id.slice(12)}` })],
  ];
  for (const [what, headersFor] of cases) {
    test(`${what}: posted on the lead, with its parent`, async () => {
      const messageId = freshMessageId();
      const first = await receive({ messageId });
      const reply = await receive({ subject: 'Re: Question', headers: headersFor(messageId) });
      expect(reply.routes).toEqual([
        expect.objectContaining({ outcome: 'reply_posted', model: 'lead', recordId: first.routes[0]?.recordId }),
      ]);
      const [posted] = await rows(sql`select parent_id from message where id = ${reply.routes[0]?.messageId}`);
      expect(posted).toEqual({ parent_id: first.routes[0]?.messageId });
    });
  }

  test('to a deleted lead makes a new one', async () => {
    const messageId = freshMessageId();
    const first = await receive({ messageId });
    await t.ctx.db.execute(sql`delete from lead where id = ${first.routes[0]?.recordId}`);
    const reply = await receive({ to: 'catchall@north.example', headers: { References: messageId } });
    expect(reply.outcome).toBe('record_created');
  });

  test('what is quoted is told apart', async () => {
    const messageId = freshMessageId();
    await receive({ messageId });
    const body = 'Yes please.\n\nOn Monday, Mary wrote:\n> how much is the fish?\n';
    const reply = await receive({ headers: { References: messageId }, body });
    const [message] = await rows<{ visible_html: string }>(
      sql`select visible_html from message where id = ${reply.routes[0]?.messageId}`,
    );
    expect(message?.visible_html).toContain('Yes please.');
    expect(message?.visible_html).not.toContain('fish');
  });
});

describe('mails nobody may answer, and automatic answers', () => {
  test('a sender the policy refuses gets one answer, from the null sender, that no machine answers', async () => {
    await saveAlias(t.ctx, { localPart: 'partners', model: 'lead', contactPolicy: 'partners' });
    const mail = { to: 'partners@north.example', from: 'Stranger <stranger@foreign.example>', subject: 'Let me in' };
    const first = await receive({ ...mail, headers: { 'Return-Path': '<returns@foreign.example>' } });
    expect(first.outcome).toBe('bounced_policy');
    const [email] = await rows<{ headers: object; references: string; body_html: string }>(
      sql`select e.subject, e.from_address, e.null_sender, e.headers, e.references, e.body_html, d.recipient
          from email e join delivery d on d.email_id = e.id order by e.id desc limit 1`,
    );
    expect(email).toMatchObject({
      subject: 'Re: Let me in',
      from_address: '"MAILER-DAEMON" <bounce@north.example>',
      null_sender: true,
      recipient: 'returns@foreign.example',
      headers: expect.objectContaining({ 'Auto-Submitted': 'auto-replied' }),
      body_html: expect.stringContaining('partners@north.example'),
    });
    const before = await countEmails();
    await receive({ ...mail, headers: { 'Return-Path': '<returns@foreign.example>' } });
    expect(await countEmails()).toBe(before);
    const back = await receive({ headers: { References: email?.references ?? '' } });
    expect(back.outcome).toBe('loop_reply_ignored');
    expect(await countEmails()).toBe(before);
  });

  test('the words of the alias are used where it has some', async () => {
    await saveAlias(t.ctx, {
      localPart: 'club',
      model: 'lead',
      contactPolicy: 'partners',
      bouncedContent: '<p>Members only, sorry.</p>',
    });
    await receive({ to: 'club@north.example', from: 'visitor@foreign.example' });
    const [email] = await rows(sql`select body_html from email order by id desc limit 1`);
    expect(email).toEqual({ body_html: expect.stringContaining('Members only, sorry.') });
  });

  const cases: [string, SampleMail, string, answers: number][] = [
    ['to the bounce address', { to: 'bounce@north.example' }, 'bounce_processed', 0],
    ['to the catchall only', { to: 'catchall@north.example', from: 'a1@foreign.example' }, 'bounced_catchall', 1],
    ['to catchall and alias', { to: 'catchall@north.example, sales@north.example' }, 'record_created', 0],
    [
      'from a mail system, to the alias',
      { from: 'MAILER-DAEMON@foreign.example', subject: 'Undeliverable' },
      'bounce_processed',
      0,
    ],
    ['to nobody we know', { to: 'nobody@north.example' }, 'quarantined', 0],
    ['out of office', { headers: { 'Auto-Submitted': 'auto-replied' }, from: 'a2@foreign.example' }, 'auto_reply', 0],
    ['with a null sender', { headers: { 'Return-Path': '<>' }, from: 'a3@foreign.example' }, 'auto_reply', 0],
    [
      'of a web form',
      { headers: { 'Auto-Submitted': 'auto-generated' }, from: 'form@foreign.example' },
      'record_created',
      0,
    ],
    ['marked as spam', { headers: { 'X-Spam-Flag': 'YES' } }, 'spam', 0],
  ];
  for (const [what, mail, outcome, answers] of cases) {
    test(`a mail ${what}: ${outcome}, ${answers} answers`, async () => {
      const before = await countEmails();
      const leads = await countLeads();
      const answer = await receive(mail);
      expect(answer.outcome).toBe(outcome);
      expect(await countEmails()).toBe(before + answers);
      expect(await countLeads()).toBe(leads + (outcome === 'record_created' ? 1 : 0));
    });
  }

  test('twenty mails of one sender are enough: then a loop is noticed, answered once, and an allowed sender is exempt', async () => {
    await t.ctx.db.execute(sql`insert into system_parameter (key, value) values ('mail.gateway.loop.threshold', '5')`);
    const outcomes = [];
    for (let n = 0; n < 7; n++) outcomes.push((await receive({ from: 'robot7@foreign.example' })).outcome);
    expect(outcomes).toEqual([...Array(5).fill('record_created'), 'bounced_loop', 'bounced_loop']);
    const answers = await rows(sql`select 1 from delivery where recipient = 'robot7@foreign.example'`);
    expect(answers).toHaveLength(1);
    await t.ctx.db.execute(sql`insert into gateway_allow_list (email) values ('robot7@foreign.example')`);
    expect((await receive({ from: 'robot7@foreign.example' })).outcome).toBe('record_created');
    await t.ctx.db.execute(sql`delete from system_parameter`);
  });
});

describe('reports of delivery', () => {
  function report(originalId: string, action: string, status: string, words: string): SampleMail {
    const body = `--b\nContent-Type: text/plain\n\nYour mail could not be delivered.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.customer.example\n\nFinal-Recipient: rfc822; gone@customer.example\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: smtp; 550 ${status} ${words}\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: ${originalId}\nSubject: Offer\n--b--\n`;
    return {
      from: 'MAILER-DAEMON@customer.example',
      to: 'bounce@north.example',
      headers: { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b' },
      body,
    };
  }

  async function sentMail(): Promise<{ messageId: string; deliveryId: number }> {
    const messageId = freshMessageId();
    const [email] = await rows<{ id: number }>(
      sql`insert into email (state, subject, message_id) values ('sent', 'Offer', ${messageId}) returning id`,
    );
    const [delivery] = await rows<{ id: number }>(
      sql`insert into delivery (email_id, recipient, state) values (${email?.id}, 'gone@customer.example', 'sent') returning id`,
    );
    return { messageId, deliveryId: delivery?.id ?? 0 };
  }

  const cases: [action: string, status: string, words: string, state: string, counter: number][] = [
    ['failed', '5.1.1', 'no such user', 'bounced', 1],
    ['failed', '5.2.2', 'mailbox full', 'bounced', 0],
    ['delayed', '4.4.1', 'no answer', 'sent', 0],
    ['delivered', '2.0.0', 'ok', 'sent', 0],
  ];
  for (const [action, status, words, state, counter] of cases) {
    test(`${action} ${status}: the delivery is ${state}, the counter of the contact ${counter}`, async () => {
      await t.ctx.db.execute(sql`delete from contact where email_normalised = 'gone@customer.example'`);
      const id = await knownContact('Gone', 'gone@customer.example');
      const sent = await sentMail();
      expect((await receive(report(sent.messageId, action, status, words))).outcome).toBe('bounce_processed');
      const [delivery] = await rows(sql`select state from delivery where id = ${sent.deliveryId}`);
      expect(delivery).toEqual({ state });
      expect(await rows(sql`select bounce_count from contact where id = ${id}`)).toEqual([{ bounce_count: counter }]);
    });
  }

  test('a later mail from the address sets its counter back', async () => {
    const id = await knownContact('Back', 'back@customer.example');
    await t.ctx.db.execute(sql`update contact set bounce_count = 3 where id = ${id}`);
    await receive({ from: '"Back again" <back@customer.example>' });
    expect(await rows(sql`select bounce_count from contact where id = ${id}`)).toEqual([{ bounce_count: 0 }]);
  });
});

describe('nothing is lost', () => {
  test('a mail stored by a process that died is processed later', async () => {
    const early = { ...t.ctx, now: () => new Date(Date.now() - 120_000) };
    const { id } = await keepMail(early, { raw: sampleMail({ subject: 'Left behind' }), source: 'imap' });
    const result = await processUnprocessedMails(t.ctx);
    expect(result).toMatchObject({ done: 1, remaining: 0, log: `mail ${id}: record_created` });
  });

  test('a mail whose document cannot be made is kept as failed, marks the alias, and its sender is told once to try later', async () => {
    const alias = await saveAlias(t.ctx, { localPart: 'broken', model: 'lead', defaults: { teamId: 999_999 } });
    const leads = await countLeads();
    const mail = { from: 'patient@customer.example', to: 'broken@north.example, sales@north.example' };
    const answer = await receive(mail);
    expect(answer).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('replay') });
    expect(await countLeads(), 'one route that fails undoes the other').toBe(leads);
    await receive(mail);
    await receive({ ...mail, from: 'robot@customer.example', headers: { 'Auto-Submitted': 'auto-generated' } });
    const answers = await rows<{ body_html: string }>(
      sql`select e.body_html, e.null_sender, e.headers, d.recipient from email e join delivery d on d.email_id = e.id
          where d.recipient in ('patient@customer.example', 'robot@customer.example')`,
    );
    expect(answers).toEqual([
      {
        body_html: expect.stringContaining('try again later'),
        null_sender: true,
        recipient: 'patient@customer.example',
        headers: expect.objectContaining({ 'Auto-Submitted': 'auto-replied' }),
      },
    ]);
    expect(answers[0]?.body_html).not.toMatch(/999|team/i);
    expect(await rows(sql`select status from alias where id = ${alias.id}`)).toEqual([{ status: 'invalid' }]);
  });

  test('a mail the database has no time for stays unprocessed, and is taken up later', async () => {
    const patience = { ...t.ctx, now: () => new Date(Date.now() - 120_000) };
    const { id } = await keepMail(patience, {
      raw: sampleMail({ subject: 'Busy hour', from: 'busy@elsewhere.example' }),
      source: 'imap',
    });
    await t.ctx.db.execute(
      sql`create function busy() returns trigger language plpgsql as $$ begin raise exception 'busy' using errcode = '57014'; end $$`,
    );
    await t.ctx.db.execute(sql`create trigger busy before insert on lead execute function busy()`);
    expect((await processIncomingMail(t.ctx, id)).reason).toContain('tried again');
    expect(await rows(sql`select outcome, attempts from incoming_mail where id = ${id}`)).toEqual([
      { outcome: null, attempts: 1 },
    ]);
    await t.ctx.db.execute(sql`drop function busy cascade`);
    expect(await processUnprocessedMails(t.ctx)).toMatchObject({ done: 1, log: `mail ${id}: record_created` });
  });

  test.each<[string, SampleMail]>([
    ['ten thousand recipients', { to: `sales@north.example, ${many('x.example')}`, cc: many('y.example') }],
    ['a header of 5 MB', { headers: { 'X-Large': 'x'.repeat(5_000_000) } }],
    ['zero bytes in its text', { body: 'how much\0 is the fish?\0' }],
    ['half a letter in its text', { body: `fish \ud83d and \udc1f` }],
  ])('a mail with %s becomes a lead in bounded time', async (_, mail) => {
    const work = async () => {
      expect(await receive({ from: 'big@elsewhere.example', ...mail })).toMatchObject({ outcome: 'record_created' });
    };
    expect(await cpuTime(work)).toBeLessThan(8000);
  });

  test('a sender whose name carries line breaks cannot add headers to the mails we send about it', async () => {
    const lead = await createRecord(t.ctx, 'lead', { name: 'Watched', teamId: team.id });
    const follower = await knownContact('Wanda', 'wanda@watcher.example');
    await t.ctx.db.execute(
      sql`insert into follower (model, record_id, contact_id) values ('lead', ${lead.id}, ${follower})`,
    );
    await saveAlias(t.ctx, { localPart: 'watched', model: 'lead', recordId: lead.id });
    const name = '=?utf-8?Q?Mary=0D=0ABcc=3A_victim=40x=2Eexample=0D=0A?=';
    const subject = '=?utf-8?Q?Hello=0D=0ABcc=3A_victim=40x=2Eexample?=';
    await receive({ to: 'watched@north.example', from: `${name} <mary@customer.example>`, subject });
    const sent = await rows<Record<string, string>>(
      sql`select e.subject, e.from_address, e.reply_to, d.header_to from email e join delivery d on d.email_id = e.id
          where d.recipient = 'wanda@watcher.example'`,
    );
    expect(sent).toHaveLength(1);
    for (const value of Object.values(sent[0] ?? {})) expect(value ?? '').not.toMatch(/[\r\n]/);
  });

  test('a mail of 30 MB is stored whole', async () => {
    const body = randomBytes(16_500_000).toString('base64').replace(/.{76}/g, '$&\n');
    const headers = {
      'Content-Type': 'application/octet-stream; name=noise.bin',
      'Content-Disposition': 'attachment; filename=noise.bin',
      'Content-Transfer-Encoding': 'base64',
    };
    const raw = sampleMail({ headers, body, subject: 'Large' });
    const answer = await receiveMail(t.ctx, { raw, source: 'http' });
    const [row] = await rows<{ sha256: string }>(sql`select sha256 from incoming_mail where id = ${answer.id}`);
    expect(row?.sha256).toBe(createHash('sha256').update(raw).digest('hex'));
    expect((await readBlob(t.ctx, row?.sha256 ?? '')).equals(raw)).toBe(true);
    expect(answer.outcome).toBe('record_created');
    expect(answer.parsed?.attachments).toEqual([expect.objectContaining({ filename: 'noise.bin', size: 16_500_000 })]);
  });

  test('multiparts nested without end have an outcome, and the raw mail is kept', async () => {
    let body = 'The innermost text';
    for (let depth = 0; depth < 3000; depth++) {
      body = `--b${depth}\nContent-Type: multipart/mixed; boundary=b${depth - 1}\n\n${body}\n--b${depth}--\n`;
    }
    const raw = sampleMail({ headers: { 'Content-Type': 'multipart/mixed; boundary=b2999' }, body });
    const answer = await receiveMail(t.ctx, { raw, source: 'http' });
    expect(['record_created', 'failed']).toContain(answer.outcome);
    expect(answer.reason).not.toBe('');
    const [row] = await rows<{ sha256: string }>(sql`select sha256 from incoming_mail where id = ${answer.id}`);
    expect((await readBlob(t.ctx, row?.sha256 ?? '')).equals(raw)).toBe(true);
  });

  test('an empty mail and one above the limit are refused, and leave no row', async () => {
    const count = async () => (await rows<{ n: number }>(sql`select count(*)::int n from incoming_mail`))[0]?.n;
    const before = await count();
    await expect(receiveMail(t.ctx, { raw: Buffer.alloc(0), source: 'http' })).rejects.toMatchObject({
      code: 'malformed',
    });
    const large = { ...t.ctx, env: { ...t.ctx.env, mailInMaxMb: 0.001 } };
    await expect(receiveMail(large, { raw: randomBytes(5000), source: 'http' })).rejects.toMatchObject({
      code: 'too_large',
    });
    expect(await count()).toBe(before);
  });
});

test('a dry run tells the outcome and changes nothing', async () => {
  const before = [await countLeads(), await countEmails()];
  const raw = sampleMail();
  const dry = await dryRunMail(t.ctx, { raw, source: 'http' });
  expect(dry).toMatchObject({ id: null, outcome: 'record_created', parsed: { subject: 'Question about the offer' } });
  expect([await countLeads(), await countEmails()]).toEqual(before);
  expect((await receiveMail(t.ctx, { raw, source: 'http' })).outcome).toBe('record_created');
  expect((await dryRunMail(t.ctx, { raw, source: 'http' })).outcome).toBe('duplicate');
});

test('users do not hand mails in: they could write in the name of colleagues, into any company', async () => {
  const user = t.as({ role: 'user', userId: 1, companyIds: [1] });
  const mail = { raw: sampleMail(), source: 'http' } as const;
  await expect(receiveMail(user, mail)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(dryRunMail(user, mail)).rejects.toMatchObject({ code: 'forbidden' });
});

function many(domain: string): string {
  return Array.from({ length: 5000 }, (_, n) => `p${n}@${domain}`).join(', ');
}
