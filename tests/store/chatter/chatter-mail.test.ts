import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { delivery, email } from '#drizzle/schema/email.ts';
import { seedDemo } from '#drizzle/seed/demo.ts';
import { addFollower } from '#lib/chatter/add-follower.ts';
import { listFollowers } from '#lib/chatter/list-followers.ts';
import { myCounts } from '#lib/chatter/my-counts.ts';
import { type IncomingMessage, postIncomingMessage } from '#lib/chatter/post-incoming-message.ts';
import { postMessage } from '#lib/chatter/post-message.ts';
import { readMessage } from '#lib/chatter/read-message.ts';
import { resendMessage } from '#lib/chatter/resend-message.ts';
import type { Ctx } from '#lib/db/context.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { listRecords } from '#lib/documents/list-records.ts';
import { readRecord } from '#lib/documents/read-record.ts';
import { sanitizeMailHtml } from '#lib/mail/message/sanitize-html.ts';
import { makeCompany, makeContact, makeUser, type TestUser } from '../../setup/people.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let anna: Ctx;
let users: { anna: TestUser; bert: TestUser };
let mary: number;
let count = 0;
let lead: { model: 'lead'; recordId: number };

beforeAll(async () => {
  t = await openTestContext();
  const companyId = await makeCompany(t.ctx);
  users = {
    anna: await makeUser(t.ctx, { name: 'Anna', email: 'anna@mycompany.example', companyId, role: 'user' }),
    bert: await makeUser(t.ctx, { name: 'Bert', email: 'bert@mycompany.example', companyId, notification: 'inbox' }),
  };
  anna = t.as(users.anna.actor);
  mary = await makeContact(t.ctx, 'Mary', 'mary@customer.example');
});
afterAll(() => t.close());
beforeEach(async () => {
  lead = { model: 'lead', recordId: (await createRecord(anna, 'lead', { name: 'Fifty chairs' })).id };
});

function incoming(change: Partial<IncomingMessage> = {}): IncomingMessage {
  count += 1;
  return {
    ...lead,
    incomingMailId: null,
    messageId: `<${count}@customer.example>`,
    author: { contactId: mary, name: 'Mary', email: 'mary@customer.example' },
    subject: 'Re: Fifty chairs',
    html: sanitizeMailHtml('<p>Fine</p>'),
    visibleHtml: null,
    internal: false,
    incomingTo: [],
    incomingCc: [],
    attachments: [],
    alreadyAddressed: [],
    ...change,
  };
}

const read = (id: number) => readMessage(anna, { ...lead, id });
const recipientsOf = async (id: number) => (await read(id)).envelope?.recipients.map((person) => person.email) ?? [];

describe('a customer’s answer', () => {
  it('is relayed once to the other followers, by their channel, and never to its author', async () => {
    await addFollower(anna, { ...lead, contactId: mary });
    await addFollower(anna, { ...lead, contactId: users.bert.contactId });
    const { messageId } = await postIncomingMessage(t.ctx, incoming());
    const recipients = (await read(messageId)).envelope?.recipients ?? [];
    expect(recipients.map((person) => `${person.name} ${person.channel}`)).toEqual(['Anna email', 'Bert inbox']);
    const [mail] = await t.ctx.db.select().from(email).where(eq(email.threadMessageId, messageId));
    expect(mail?.fromAddress).toBe('"Mary" <mary@customer.example>');
    expect(await t.ctx.db.$count(delivery, eq(delivery.emailId, mail?.id ?? 0))).toBe(1);
  });

  it.each<[string, Partial<IncomingMessage>, string[]]>([
    ['is not mailed to who had it already', { alreadyAddressed: ['ANNA@mycompany.example'] }, []],
    ['is told to nobody when it is automatic', { silent: true }, []],
    ['to a note stays among colleagues', { internal: true }, []],
  ])('%s', async (_, change, expected) => {
    const { messageId } = await postIncomingMessage(t.ctx, incoming(change));
    expect(await recipientsOf(messageId)).toEqual(expected);
  });

  it('is kept from people outside when a machine wrote it: only colleagues are told', async () => {
    const form = { contactId: null, name: 'Web form', email: 'form@site.example' };
    await addFollower(anna, { ...lead, contactId: mary });
    const automatic = await postIncomingMessage(t.ctx, incoming({ author: form, notifyOutside: false }));
    expect(await recipientsOf(automatic.messageId)).toEqual(['anna@mycompany.example']);
    const human = await postIncomingMessage(t.ctx, incoming({ author: form }));
    expect((await recipientsOf(human.messageId)).toSorted()).toEqual([
      'anna@mycompany.example',
      'mary@customer.example',
    ]);
  });

  it('makes a known sender a follower, but not an unknown or automatic one', async () => {
    await postIncomingMessage(t.ctx, incoming({ silent: true }));
    await postIncomingMessage(t.ctx, incoming({ author: { contactId: null, name: '', email: 'who@x.example' } }));
    expect((await listFollowers(anna, lead)).map(({ name }) => name)).toEqual(['Anna']);
    await postIncomingMessage(t.ctx, incoming());
    expect((await listFollowers(anna, lead)).map(({ name }) => name)).toEqual(['Anna', 'Mary']);
  });

  it('to a note reaches the colleague who wrote the note', async () => {
    const note = await postMessage(anna, { ...lead, kind: 'note', body: 'Ask her', to: [mary] });
    const { messageId } = await postIncomingMessage(t.ctx, incoming({ internal: true, parentId: note.messageId }));
    expect(await recipientsOf(messageId)).toEqual(['anna@mycompany.example']);
    expect(await read(messageId)).toMatchObject({ internal: true, parentId: note.messageId });
  });

  it('shows pictures that came with it, and keeps remote ones waiting', async () => {
    const html = sanitizeMailHtml('<img src="cid:pic@x"><img src="https://spy.example/a.gif"><script>x</script>', {
      allowRemoteImages: true,
    });
    const attachments = [
      { filename: 'pic.png', contentType: 'image/png', content: Buffer.from('p'), contentId: '<pic@x>' },
      { filename: 'offer.pdf', contentType: 'application/pdf', content: Buffer.from('o') },
    ];
    const { messageId } = await postIncomingMessage(t.ctx, incoming({ html, attachments }));
    const item = await read(messageId);
    expect(item.attachments.map(({ name, inline }) => [name, inline])).toEqual([
      ['pic.png', true],
      ['offer.pdf', false],
    ]);
    expect(item.bodyHtml).toContain(`src="${item.attachments[0]?.url}"`);
    expect(item.bodyHtml).toContain('data-blocked-src="https://spy.example/a.gif"');
    expect(item.bodyHtml).not.toContain('script');
  });

  it('that reached two documents stands in both', async () => {
    const mail = incoming();
    const other = await createRecord(anna, 'lead', { name: 'Second' });
    const first = await postIncomingMessage(t.ctx, mail);
    const second = await postIncomingMessage(t.ctx, { ...mail, recordId: other.id });
    expect(first.messageId).not.toBe(second.messageId);
    expect((await read(first.messageId)).messageId).toBe(mail.messageId);
  });
});

describe('a message that failed', () => {
  async function refused() {
    const { messageId } = await postMessage(anna, { ...lead, body: 'Offer', to: [mary] });
    const reason = 'mail.customer.example refused the address.';
    const [failing] = (await read(messageId)).envelope?.recipients ?? [];
    const verdict = { state: 'failed' as const, failureType: 'rejected' as const, reason };
    await t.ctx.db
      .update(delivery)
      .set(verdict)
      .where(eq(delivery.id, failing?.deliveryId ?? 0));
    return { id: messageId, reason };
  }

  it('turns the envelope red, says why, and counts for its author', async () => {
    const before = (await myCounts(anna)).failures;
    const { id, reason } = await refused();
    expect((await read(id)).envelope).toMatchObject({
      state: 'failed',
      recipients: [{ failureType: 'rejected', reason }],
    });
    expect((await myCounts(anna)).failures).toBe(before + 1);
  });

  it('is normal again when the failure is acknowledged', async () => {
    const { id } = await refused();
    const item = await resendMessage(anna, { ...lead, id, ignore: [mary] });
    expect(item.envelope?.state).toBe('sent');
  });

  it('goes out again by the same delivery', async () => {
    const { id } = await refused();
    const item = await resendMessage(anna, { ...lead, id, retry: [{ contactId: mary }] });
    expect(item.envelope).toMatchObject({ state: 'pending', recipients: [{ state: 'queued' }] });
    expect(await t.ctx.db.$count(email, eq(email.threadMessageId, id))).toBe(1);
    await expect(resendMessage(anna, { ...lead, id, retry: [{ contactId: mary }] })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('goes to a corrected address, which the contact keeps', async () => {
    const { id } = await refused();
    const item = await resendMessage(anna, {
      ...lead,
      id,
      retry: [{ contactId: mary, email: 'mary.new@customer.example' }],
    });
    expect(item.envelope).toMatchObject({
      state: 'pending',
      recipients: [{ email: 'mary.new@customer.example', state: 'queued' }],
    });
    expect(await readRecord(anna, 'contact', mary)).toMatchObject({ email: 'mary.new@customer.example' });
  });

  it('goes to a corrected address once when two ask at the same time', async () => {
    const { id } = await refused();
    const retry = [{ contactId: mary, email: 'mary.twice@customer.example' }];
    const asked = [1, 2, 3].map(() => resendMessage(anna, { ...lead, id, retry }));
    const answers = await Promise.allSettled(asked);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await t.ctx.db.$count(delivery, eq(delivery.recipient, 'mary.twice@customer.example'))).toBe(1);
  });
});

describe('the demo data', () => {
  it('fills the company and sends nothing', async () => {
    const before = await t.ctx.db.$count(email);
    const boss = t.as({ ...users.anna.actor, role: 'administrator' });
    await seedDemo(boss);
    expect((await listRecords(boss, 'lead', new URLSearchParams('q=chairs'))).total).toBeGreaterThan(4);
    expect((await listRecords(boss, 'contact', new URLSearchParams())).total).toBeGreaterThan(25);
    expect(await t.ctx.db.$count(email)).toBe(before);
  });
});
