import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { delivery, email } from '#drizzle/schema/email.ts';
import { message } from '#drizzle/schema/message.ts';
import { createAttachment } from '#lib/attachments/create-attachment.ts';
import { readAttachment } from '#lib/attachments/read-attachment.ts';
import { addFollower } from '#lib/chatter/add-follower.ts';
import { deleteMessage } from '#lib/chatter/delete-message.ts';
import { editMessage } from '#lib/chatter/edit-message.ts';
import { listFollowers } from '#lib/chatter/list-followers.ts';
import { listInbox } from '#lib/chatter/list-inbox.ts';
import { listMessages, messageListFields } from '#lib/chatter/list-messages.ts';
import { markInboxRead } from '#lib/chatter/mark-inbox-read.ts';
import { myCounts } from '#lib/chatter/my-counts.ts';
import { postDueMessages } from '#lib/chatter/post-due-messages.ts';
import { postMessage } from '#lib/chatter/post-message.ts';
import { readMessage } from '#lib/chatter/read-message.ts';
import { removeFollower } from '#lib/chatter/remove-follower.ts';
import { suggestedRecipients } from '#lib/chatter/suggested-recipients.ts';
import { readUnfollowLink, unfollowByLink } from '#lib/chatter/unfollow-by-link.ts';
import { parseListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { scheduledActions } from '#lib/schedule/actions.ts';
import { eventually } from '../../setup/eventually.ts';
import { makeCompany, makeContact, makeUser, type TestUser } from '../../setup/people.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let anna: Ctx;
let bert: Ctx;
let stranger: Ctx;
let users: { anna: TestUser; bert: TestUser };
let lead: { model: 'lead'; recordId: number };

beforeAll(async () => {
  t = await openTestContext({ PUBLIC_URL: 'https://erp.mycompany.example' });
  const companyId = await makeCompany(t.ctx);
  const otherId = await makeCompany(t.ctx, 'Other', null);
  users = {
    anna: await makeUser(t.ctx, { name: 'Anna', email: 'anna@mycompany.example', companyId }),
    bert: await makeUser(t.ctx, { name: 'Bert', email: 'bert@mycompany.example', companyId, notification: 'inbox' }),
  };
  anna = t.as(users.anna.actor);
  bert = t.as(users.bert.actor);
  stranger = t.as((await makeUser(t.ctx, { name: 'Sue', email: 'sue@other.example', companyId: otherId })).actor);
});
afterAll(() => t.close());
beforeEach(async () => {
  lead = { model: 'lead', recordId: (await createRecord(anna, 'lead', { name: 'Fifty chairs' })).id };
});

const list = async (ctx: Ctx, text = '') =>
  listMessages(ctx, lead, parseListQuery(new URLSearchParams(text), messageListFields));
const mailsOf = (id: number) => t.ctx.db.select().from(email).where(eq(email.threadMessageId, id));
const deliveriesOf = async (id: number) => {
  const [mail] = await mailsOf(id);
  return mail ? t.ctx.db.select().from(delivery).where(eq(delivery.emailId, mail.id)).orderBy(delivery.copy) : [];
};
const read = (ctx: Ctx, id: number) => readMessage(ctx, { ...lead, id });

describe('a message', () => {
  it('goes to new addresses, which become contacts and followers, and to followers by their channel', async () => {
    await addFollower(anna, { ...lead, contactId: users.bert.contactId });
    const to = [{ email: 'mary@customer.example', name: 'Mary' }];
    const { messageId } = await postMessage(anna, { ...lead, body: '<p>Our offer</p>', to });
    const item = await read(anna, messageId);
    expect(item).toMatchObject({
      kind: 'comment',
      internal: false,
      author: { name: 'Anna' },
      envelope: { state: 'pending' },
    });
    expect(item.envelope?.recipients.map(({ email, channel, state }) => [email, channel, state])).toEqual(
      [
        ['mary@customer.example', 'email', 'queued'],
        ['bert@mycompany.example', 'inbox', 'sent'],
      ].toSorted(),
    );
    expect((await deliveriesOf(messageId)).map((row) => row.recipient)).toEqual(['mary@customer.example']);
    expect((await listFollowers(anna, lead)).map(({ name }) => name)).toEqual(['Anna', 'Bert', 'Mary']);
  });

  it('leaves as a mail of its author that comes back to us and stands on its ancestors', async () => {
    const first = await postMessage(anna, { ...lead, body: 'One', to: [{ email: 'mary@customer.example' }] });
    const second = await postMessage(anna, { ...lead, body: 'Two', subject: 'Our offer' });
    const [one] = await mailsOf(first.messageId);
    const [two] = await mailsOf(second.messageId);
    expect(one).toMatchObject({
      subject: 'Re: Fifty chairs',
      lane: 0,
      state: 'outgoing',
      replyTo: '"My Company Fifty chairs" <catchall@mycompany.example>',
    });
    expect(one?.fromAddress).toBe('"Anna" <anna@mycompany.example>');
    expect(one?.messageId).toMatch(new RegExp(`-perfectwork-${lead.recordId}-lead@mycompany\\.example>$`));
    expect(two).toMatchObject({ subject: 'Our offer', references: `${one?.messageId} ${two?.messageId}` });
  });

  it('to a colleague carries the button, to a customer it does not', async () => {
    const to = [{ email: 'mary@customer.example' }, { email: 'anna2@mycompany.example' }];
    const { messageId } = await postMessage(bert, { ...lead, body: 'Hello', to });
    const rows = await deliveriesOf(messageId);
    const button = (address: string) => rows.find((row) => row.recipient === address)?.personalisation?.pw_action;
    expect(button('mary@customer.example')).toBe('');
    expect(button('anna@mycompany.example')).toContain(`https://erp.mycompany.example/crm/leads/${lead.recordId}`);
  });

  it('is nothing at all when one recipient is wrong', async () => {
    const to = [{ email: 'fresh@customer.example' }, { email: 'not an address' }];
    await expect(postMessage(anna, { ...lead, body: 'Hello', to })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'to.1.email' }] },
    });
    expect((await list(anna)).total).toBe(0);
    expect((await listFollowers(anna, lead)).map(({ name }) => name)).toEqual(['Anna']);
  });

  it.each([
    ['an empty text', { body: ' <p>&nbsp;</p> ' }, 'body'],
    ['a subject of two lines', { body: 'x', subject: 'a\nBcc: b@c.example' }, 'subject'],
    ['a name of two lines', { body: 'x', to: [{ email: 'a@b.example', name: 'a\r\nBcc: x@y.example' }] }, 'to.0'],
    ['an unknown contact', { body: 'x', to: [999_999] }, 'to.0'],
    ['an unknown file', { body: 'x', attachments: [999_999] }, 'attachments'],
    ['an hour that has passed', { body: 'x', scheduledAt: new Date('2020-01-01') }, 'scheduledAt'],
  ])('with %s is refused where it is wrong', async (_, input, path) => {
    await expect(postMessage(anna, { ...lead, ...input })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [expect.objectContaining({ path: expect.stringContaining(path) })] },
    });
    expect((await list(anna)).total).toBe(0);
  });

  it('cannot be written, read or followed by people of another company', async () => {
    const { messageId } = await postMessage(anna, { ...lead, body: 'Ours' });
    const attempts = [
      () => postMessage(stranger, { ...lead, body: 'Hello' }),
      () => list(stranger),
      () => read(stranger, messageId),
      () => addFollower(stranger, { ...lead, email: 'x@y.example' }),
      () => listFollowers(stranger, lead),
      () => suggestedRecipients(stranger, lead),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
  });

  it('loses its scripts, and text without markup stays text', async () => {
    const html = await postMessage(anna, { ...lead, body: '<p onclick="x()">Hi<script>alert(1)</script></p>' });
    expect((await read(anna, html.messageId)).bodyHtml).toBe('<p>Hi</p>');
    const text = await postMessage(anna, { ...lead, body: '1 < 2\nand so on' });
    expect((await read(anna, text.messageId)).bodyHtml).toBe('<p>1 &lt; 2<br />and so on</p>');
  });

  it('fails at once for a contact without address, and says what to do', async () => {
    const contactId = await makeContact(t.ctx, 'No Address', null);
    const { messageId } = await postMessage(anna, { ...lead, body: 'Hello', to: [contactId] });
    const { envelope } = await read(anna, messageId);
    expect(envelope).toMatchObject({ state: 'failed', recipients: [{ failureType: 'mail_email_missing' }] });
    expect(envelope?.recipients[0]?.reason).toContain('has no email address');
    expect((await myCounts(anna)).failures).toBeGreaterThan(0);
  });

  it('to two contacts with one address leaves as one mail', async () => {
    const ids = [
      await makeContact(t.ctx, 'Info', 'info@customer.example'),
      await makeContact(t.ctx, 'Info 2', 'info@customer.example'),
    ];
    const { messageId } = await postMessage(anna, { ...lead, body: 'Hello', to: ids });
    expect(await deliveriesOf(messageId)).toHaveLength(1);
    expect((await read(anna, messageId)).envelope?.recipients.map(({ state }) => state)).toEqual(['queued', 'queued']);
  });

  it('in parallel with others takes a place of its own', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, n) => postMessage(anna, { ...lead, body: `Message ${n}` })));
    const rows = await t.ctx.db
      .select()
      .from(message)
      .where(eq(message.recordId, lead.recordId))
      .orderBy(message.sequence);
    expect(rows.filter((row) => row.model === 'lead').map((row) => row.sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('a note', () => {
  it('reaches neither followers nor customers, only who is mentioned', async () => {
    await addFollower(anna, { ...lead, email: 'mary@customer.example' });
    const mention = `<p>Look <a href="#" data-contact-id="${users.bert.contactId}" data-mention="">@Bert</a></p>`;
    const { messageId } = await postMessage(anna, { ...lead, kind: 'note', body: mention });
    const item = await read(anna, messageId);
    expect(item).toMatchObject({ kind: 'note', internal: true });
    expect(item.envelope?.recipients.map(({ name }) => name)).toEqual(['Bert']);
    expect(await mailsOf(messageId)).toEqual([]);
    expect((await listFollowers(anna, lead)).map(({ name }) => name)).not.toContain('Bert');
  });

  it('shows in the Inbox of who prefers it, and of nobody else, until read', async () => {
    await markInboxRead(bert);
    await postMessage(anna, { ...lead, kind: 'note', body: 'For you', to: [users.bert.contactId] });
    const query = parseListQuery(new URLSearchParams(), { sortable: ['id'], filterable: [], defaultSort: '-id' });
    const inbox = await listInbox(bert, query);
    expect(inbox.items).toMatchObject([
      { recordName: 'Fifty chairs', path: `/crm/leads/${lead.recordId}`, preview: 'For you' },
    ]);
    expect((await listInbox(stranger, query)).items).toEqual([]);
    expect((await myCounts(bert)).unread).toBe(1);
    expect(await markInboxRead(bert, { ids: inbox.items.map(({ id }) => id) })).toEqual({ read: 1 });
    expect((await myCounts(bert)).unread).toBe(0);
  });
});

describe('the thread', () => {
  it('is listed newest first, page by page, and can be searched', async () => {
    for (const n of [1, 2, 3]) await postMessage(anna, { ...lead, body: `<p>Giraffe <b>number ${n}</b></p>` });
    const page = await list(anna, 'limit=2');
    expect(page.items.map(({ bodyHtml }) => bodyHtml.at(-9))).toEqual(['3', '2']);
    expect((await list(anna, `limit=2&cursor=${page.nextCursor}`)).items).toHaveLength(1);
    expect((await list(anna, 'q=number 2')).total).toBe(1);
    expect((await list(anna, 'q=onclick')).total).toBe(0);
  });

  it('lets authors change and empty their own messages only, and sends no mail for it', async () => {
    await addFollower(anna, { ...lead, email: 'mary@customer.example' });
    const { messageId: id } = await postMessage(anna, { ...lead, body: 'First' });
    await expect(editMessage(bert, { ...lead, id, body: 'Mine' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(deleteMessage(bert, { ...lead, id })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await editMessage(anna, { ...lead, id, body: 'Better' })).toMatchObject({
      bodyHtml: '<p>Better</p>',
      editedAt: expect.any(Date),
    });
    await deleteMessage(anna, { ...lead, id });
    expect(await read(anna, id)).toMatchObject({ bodyHtml: '', deletedAt: expect.any(Date) });
    expect(await mailsOf(id)).toHaveLength(1);
  });

  it('carries files, which everybody who sees the document may open', async () => {
    const file = await createAttachment(anna, {
      name: 'offer.pdf',
      contentType: 'application/pdf',
      content: Buffer.from('x'),
    });
    await expect(postMessage(bert, { ...lead, body: 'Not mine', attachments: [file.id] })).rejects.toMatchObject({
      code: 'invalid',
    });
    const { messageId } = await postMessage(anna, {
      ...lead,
      body: 'Here',
      attachments: [file.id],
      to: [{ email: 'm@customer.example' }],
    });
    expect((await read(bert, messageId)).attachments).toMatchObject([{ name: 'offer.pdf' }]);
    expect((await mailsOf(messageId))[0]?.attachmentIds).toEqual([file.id]);
    await expect(readAttachment(bert, file.id)).resolves.toMatchObject({ name: 'offer.pdf' });
    await expect(readAttachment(stranger, file.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('posts a scheduled message at its hour, and shows it to its author alone before', async () => {
    const scheduledAt = new Date(Date.now() + 3_600_000);
    const { messageId } = await postMessage(anna, {
      ...lead,
      body: 'Later',
      scheduledAt,
      to: [{ email: 'm@customer.example' }],
    });
    const posted = await postMessage(anna, { ...lead, body: 'Now' });
    expect((await list(anna)).items.map((item) => [item.id, item.scheduledAt, item.mayDelete])).toEqual([
      [messageId, scheduledAt, true],
      [posted.messageId, null, true],
    ]);
    expect((await list(bert)).items.map(({ id }) => id)).toEqual([posted.messageId]);
    await expect(deleteMessage(bert, { ...lead, id: messageId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(read(bert, messageId)).rejects.toMatchObject({ code: 'not_found' });
    expect(await postDueMessages(t.ctx)).toMatchObject({ done: 0 });
    const later = { ...t.ctx, now: () => new Date(scheduledAt.getTime() + 1000) };
    const action = scheduledActions.find((one) => one.key === 'post-scheduled-messages');
    const outcome = await action?.run(later, new AbortController().signal);
    expect(outcome).toEqual({ done: 1, remaining: 0, log: '1 posted.' });
    expect((await list(bert)).items.map(({ id }) => id)).toEqual([messageId, posted.messageId]);
    expect(await deliveriesOf(messageId)).toHaveLength(1);
  });

  it('is taken back by its author before its hour, and never posted', async () => {
    const scheduledAt = new Date(Date.now() + 3_600_000);
    const { messageId } = await postMessage(anna, { ...lead, body: 'Later', scheduledAt });
    await deleteMessage(anna, { ...lead, id: messageId });
    expect((await list(anna)).total).toBe(0);
    const later = { ...t.ctx, now: () => new Date(scheduledAt.getTime() + 1000) };
    expect(await postDueMessages(later)).toMatchObject({ done: 0, remaining: false });
  });

  it('keeps its files and says so when its hour comes while its author takes it back', async () => {
    const file = await createAttachment(anna, {
      name: 'offer.pdf',
      contentType: 'application/pdf',
      content: Buffer.of(1),
    });
    const scheduledAt = new Date(Date.now() + 3_600_000);
    const { messageId } = await postMessage(anna, { ...lead, body: 'Later', scheduledAt, attachments: [file.id] });
    let attempt: Promise<unknown> = Promise.resolve();
    await t.ctx.db.transaction(async (posting) => {
      await posting.update(message).set({ scheduledAt: null }).where(eq(message.id, messageId));
      attempt = deleteMessage(anna, { ...lead, id: messageId }).then(
        () => 'deleted',
        (error) => error.code,
      );
      await eventually(async () => {
        const { rows } = await t.ctx.db.execute(
          sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rows[0];
      });
    });
    expect(await attempt).toBe('conflict');
    await expect(readAttachment(anna, file.id)).resolves.toMatchObject({ name: 'offer.pdf' });
  });

  it('that cannot be posted does not hold back the others', async () => {
    const scheduledAt = new Date(Date.now() + 3_600_000);
    const bad = await postMessage(anna, { ...lead, body: 'First', scheduledAt });
    const good = await postMessage(anna, { ...lead, body: 'Second', scheduledAt });
    await t.ctx.db.update(message).set({ model: 'unknown' }).where(eq(message.id, bad.messageId));
    const later = { ...t.ctx, now: () => new Date(scheduledAt.getTime() + 1000) };
    expect(await postDueMessages(later)).toMatchObject({ done: 1, failed: [{ id: bad.messageId }] });
    expect((await read(bert, good.messageId)).scheduledAt).toBeNull();
    await t.ctx.db.delete(message).where(eq(message.id, bad.messageId));
  });
});

describe('followers', () => {
  it('are added once, may change what they follow, and leave', async () => {
    const added = await addFollower(anna, { ...lead, email: 'mary@customer.example', name: 'Mary' });
    expect(added).toMatchObject({ created: true, subtypes: ['discussions'] });
    const { contactId } = added;
    const again = await addFollower(anna, { ...lead, contactId, subtypes: [] });
    expect(again).toMatchObject({ created: false, subtypes: [] });
    await removeFollower(anna, { ...lead, contactId });
    await expect(removeFollower(anna, { ...lead, contactId })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('leave by the link in their mail, once they press the button', async () => {
    const { messageId } = await postMessage(bert, { ...lead, body: 'Hello' });
    const [copy] = await deliveriesOf(messageId);
    const token = /unfollow\/([^"]+)/.exec(copy?.personalisation?.pw_footer ?? '')?.[1] ?? '';
    expect(await readUnfollowLink(t.ctx, token)).toEqual({ recordName: 'Fifty chairs', label: 'lead' });
    expect((await listFollowers(anna, lead)).map(({ name }) => name)).toContain('Anna');
    await unfollowByLink(t.ctx, token);
    expect((await listFollowers(anna, lead)).map(({ name }) => name)).not.toContain('Anna');
    await expect(unfollowByLink(t.ctx, `${token}x`)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are not suggested again; the customer and the Cc list are', async () => {
    const input = {
      name: 'Suggest',
      emailFrom: 'Zoe <zoe@customer.example>',
      emailCc: 'Kim <kim@customer.example>, catchall@mycompany.example, anna@mycompany.example',
    };
    const record = { model: 'lead', recordId: (await createRecord(anna, 'lead', input)).id };
    expect(await suggestedRecipients(anna, record)).toMatchObject([
      { email: 'zoe@customer.example', contactId: null, reason: 'customer' },
      { email: 'kim@customer.example', name: 'Kim', reason: 'in Cc' },
    ]);
  });
});
