import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postMessage } from '#lib/chatter/post-message.ts';
import type { DocumentModel } from '#lib/core/enumerations.ts';
import type { Ctx } from '#lib/db/context.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { readRecord } from '#lib/documents/read-record.ts';
import { modelOf } from '#lib/documents/registry.ts';
import { receiveMail } from '#lib/mail/incoming/receive.ts';
import { makeCompany, makeContact, makeUser, type TestUser } from '../../setup/people.ts';
import { type SampleMail, sampleMail } from '../../setup/sample-mail.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let anna: Ctx;
let annaUser: TestUser;
let companyId: number;

beforeAll(async () => {
  t = await openTestContext();
  companyId = await makeCompany(t.ctx);
  annaUser = await makeUser(t.ctx, { name: 'Anna', email: 'anna@mycompany.example', companyId });
  anna = t.as(annaUser.actor);
});
afterAll(() => t.close());

const receive = (mail: SampleMail) => receiveMail(t.ctx, { raw: sampleMail(mail), source: 'http' });

async function rows<Row>(query: ReturnType<typeof sql>): Promise<Row[]> {
  return (await t.ctx.db.execute(query)).rows as Row[];
}

const kinds: { model: DocumentModel; channel: DocumentModel; field: string }[] = [
  { model: 'ticket', channel: 'helpdesk_team', field: 'teamId' },
  { model: 'task', channel: 'project', field: 'projectId' },
  { model: 'applicant', channel: 'job_position', field: 'jobId' },
];

describe.each(kinds)('a mail to the address of a $channel', ({ model, channel, field }) => {
  const address = `in-${model}@mycompany.example`;
  const sender = `mary.${model}@customer.example`;
  let channelId: number;
  let recordId: number;

  beforeAll(async () => {
    const made = await createRecord(anna, channel, { name: 'Ours', aliasLocalPart: `in-${model}` });
    channelId = made.id;
    const answer = await receive({
      from: `Mary Customer <${sender}>`,
      to: address,
      cc: 'Eve <eve@customer.example>',
      subject: 'It broke',
      body: 'It broke yesterday.\n\n-- \nMary Customer\nHead of breaking things\n',
    });
    expect(answer).toMatchObject({ outcome: 'record_created', routes: [{ model }] });
    recordId = answer.routes[0]?.recordId ?? 0;
  });

  test('becomes one of it: subject, text without signature, sender and Cc', async () => {
    const item = await readRecord(anna, model, recordId);
    expect(item).toMatchObject({ name: 'It broke', [field]: channelId, emailCc: '"Eve" <eve@customer.example>' });
    expect(item).toMatchObject({ contactName: 'Mary Customer', emailNormalised: sender, companyId });
    expect(item.description).toBe('It broke yesterday.');
  });

  test('makes its sender a contact, who wrote the message and follows', async () => {
    const { contactId } = await readRecord(anna, model, recordId);
    const [contact] = await rows(sql`select name, email_normalised from contact where id = ${contactId}`);
    expect(contact).toEqual({ name: 'Mary Customer', email_normalised: sender });
    const messages = await rows(
      sql`select author_contact_id from message where model = ${model} and record_id = ${recordId}`,
    );
    expect(messages).toEqual([{ author_contact_id: contactId }]);
    expect((await modelOf(model).recordFacts(t.ctx, recordId)).followerContactIds).toContain(contactId);
  });

  test('is answered from the address, and the answer to that stands in its chatter', async () => {
    const posted = await postMessage(anna, { model, recordId, kind: 'comment', body: 'We are looking.' });
    const [email] = await rows<{ reply_to: string; message_id: string }>(
      sql`select reply_to, message_id from email where model = ${model} and record_id = ${recordId} order by id desc limit 1`,
    );
    expect(email?.reply_to).toContain(address);
    const deliveries = await rows<{ recipient: string }>(
      sql`select d.recipient from delivery d join email e on e.id = d.email_id
        where e.model = ${model} and e.record_id = ${recordId}`,
    );
    expect(deliveries.map(({ recipient }) => recipient)).toContain(sender);
    const reply = await receive({
      from: sender,
      to: address,
      cc: 'EVE@customer.example, tom@customer.example',
      headers: { References: email?.message_id ?? '' },
      body: 'Thank you.',
    });
    expect(reply).toMatchObject({ outcome: 'reply_posted', routes: [{ model, recordId }] });
    expect(posted.messageId).toBeLessThan(reply.routes[0]?.messageId ?? 0);
    expect((await readRecord(anna, model, recordId)).emailCc).toBe(
      '"Eve" <eve@customer.example>, tom@customer.example',
    );
  });

  test('counts hard bounces of the address until it writes again', async () => {
    const bounced = async () => (await readRecord(anna, model, recordId)).bounceCount;
    const [email] = await rows<{ message_id: string }>(
      sql`select message_id from email where model = ${model} and record_id = ${recordId} order by id desc limit 1`,
    );
    await receive(bounceOf(sender, email?.message_id ?? ''));
    expect(await bounced()).toBe(1);
    await receive({ from: sender, to: address, subject: 'I am back' });
    expect(await bounced()).toBe(0);
  });

  test('from an address of ours makes nobody a contact', async () => {
    const answer = await receive({ from: address, to: address, subject: 'To ourselves' });
    const item = await readRecord(anna, model, answer.routes[0]?.recordId ?? 0);
    expect(item).toMatchObject({ name: 'To ourselves', contactId: null });
    expect(await rows(sql`select 1 from contact where email_normalised = ${address}`)).toEqual([]);
  });
});

test('colleagues a mail to a project is sent to work on the task; contacts follow, strangers stand in Cc', async () => {
  await createRecord(anna, 'project', { name: 'Showroom', aliasLocalPart: 'showroom' });
  const bert = await makeUser(t.ctx, { name: 'Bert', email: 'bert@mycompany.example', companyId });
  const paul = await makeContact(t.ctx, 'Paul', 'paul@partner.example');
  const answer = await receive({
    from: 'Anna <anna@mycompany.example>',
    to: 'showroom@mycompany.example, bert@mycompany.example, anna@mycompany.example, paul@partner.example, Zoe <zoe@else.example>',
    subject: 'Choose the floor',
  });
  const item = await readRecord(anna, 'task', answer.routes[0]?.recordId ?? 0);
  expect(item).toMatchObject({ ownerId: bert.userId, assigneeNames: ['Bert'], emailCc: '"Zoe" <zoe@else.example>' });
  const { followerContactIds } = await modelOf('task').recordFacts(t.ctx, item.id);
  expect(followerContactIds).toEqual(expect.arrayContaining([bert.contactId, paul, annaUser.contactId]));
});

/** What a mail server says of an address there is not. */
function bounceOf(recipient: string, messageId: string): SampleMail {
  return {
    from: 'MAILER-DAEMON@customer.example',
    to: 'bounce@mycompany.example',
    subject: 'Undelivered Mail Returned to Sender',
    headers: { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b' },
    body: [
      '--b\nContent-Type: text/plain\n\nThere is no such mailbox.',
      `--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.customer.example\n\nFinal-Recipient: rfc822; ${recipient}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user`,
      `--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: ${messageId}\n`,
      '--b--\n',
    ].join('\n'),
  };
}
