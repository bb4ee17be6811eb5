import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { delivery, email } from '#drizzle/schema/email.ts';
import { message, notification } from '#drizzle/schema/message.ts';
import { listInbox } from '#lib/chatter/list-inbox.ts';
import { tellAuthors } from '#lib/chatter/notices/tell-authors.ts';
import { postIncomingMessage } from '#lib/chatter/post-incoming-message.ts';
import { postMessage } from '#lib/chatter/post-message.ts';
import type { Ctx } from '#lib/db/context.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { sanitizeMailHtml } from '#lib/mail/message/sanitize-html.ts';
import { createEmail } from '#lib/mail/outgoing/create-email.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { retryEmail } from '#lib/mail/outgoing/retry-email.ts';
import { draftTo } from '../../setup/outgoing-fixtures.ts';
import { makeCompany, makeContact, makeUser } from '../../setup/people.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

const minute = 60_000;
const hour = 60 * minute;
const signal = new AbortController().signal;
const inbox = { limit: 50, sort: { field: 'id', descending: true }, filters: [] };
let t: TestContext;
let anna: Ctx;
let bert: Ctx;
let mary: number;
let recordId: number;

beforeAll(async () => {
  t = await openTestContext();
  const companyId = await makeCompany(t.ctx);
  const of = async (name: string, role: 'user' | 'administrator') =>
    t.as((await makeUser(t.ctx, { name, email: `${name.toLowerCase()}@mycompany.example`, companyId, role })).actor);
  anna = await of('Anna', 'user');
  bert = await of('Bert', 'administrator');
  mary = await makeContact(t.ctx, 'Mary', 'mary@customer.example');
});
afterAll(() => t.close());
beforeEach(async () => {
  await t.ctx.db.delete(notification);
  await t.ctx.db.delete(email);
  recordId = (await createRecord(anna, 'lead', { name: 'Fifty chairs' })).id;
});

/** The same database so many milliseconds later. */
const later = (ms: number, ctx = t.ctx): Ctx => ({ ...ctx, now: () => new Date(Date.now() + ms) });
const tell = (ms: number) => tellAuthors(later(ms), signal);
const inboxOf = async (ctx: Ctx) => (await listInbox(ctx, inbox)).items;

/** A message of Anna to Mary, and what became of it. */
async function sent(change: Partial<typeof delivery.$inferInsert>): Promise<{ messageId: number; emailId: number }> {
  const { messageId } = await postMessage(anna, {
    model: 'lead',
    recordId,
    kind: 'comment',
    body: '<p>Our offer</p>',
    to: [{ contactId: mary }],
  });
  const [mail] = await t.ctx.db.select().from(email).where(eq(email.threadMessageId, messageId));
  const emailId = mail?.id ?? 0;
  await become(emailId, change);
  return { messageId, emailId };
}

async function become(emailId: number, change: Partial<typeof delivery.$inferInsert>): Promise<void> {
  await t.ctx.db.update(delivery).set(change).where(eq(delivery.emailId, emailId));
  const state = change.state === 'deferred' ? 'outgoing' : change.state === 'sent' ? 'sent' : 'failed';
  await t.ctx.db.update(email).set({ state }).where(eq(email.id, emailId));
}

const greylisted = {
  state: 'deferred' as const,
  smtpReply: '451 4.7.1 Greylisted, see you later',
  reason: 'relay.example put the mail off (451 4.7.1 Greylisted, see you later).',
};
const refused = { state: 'failed' as const, failureType: 'rejected' as const, reason: 'relay.example refused it.' };

describe('a mail that somebody still waits for', () => {
  it('is told to its author after four hours and no sooner, once, in the chatter and the Inbox and by no mail', async () => {
    const { messageId, emailId } = await sent(greylisted);
    expect((await tell(4 * hour - 5 * minute)).done).toBe(0);
    const mails = await t.ctx.db.$count(email);
    expect((await tell(4 * hour + minute)).done).toBe(1);
    expect((await tell(9 * hour)).done).toBe(0);
    const [entry, ...others] = await inboxOf(anna);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ recordName: 'Fifty chairs', internal: true });
    const [notice] = await t.ctx.db
      .select()
      .from(message)
      .where(eq(message.id, entry?.messageId ?? 0));
    expect(notice).toMatchObject({ kind: 'auto', internal: true, model: 'lead', recordId, parentId: messageId });
    expect(notice?.bodyHtml).toContain('Mary (mary@customer.example)');
    expect(notice?.bodyHtml).toContain('451 4.7.1 Greylisted, see you later');
    expect(notice?.bodyHtml).toMatch(/has waited since .*20\d\d/);
    expect(notice?.bodyHtml).toContain('The next try is at');
    expect(notice?.bodyHtml).toContain(`#message-${messageId}`);
    expect(await t.ctx.db.$count(email)).toBe(mails);
    const [mail] = await t.ctx.db.select().from(email).where(eq(email.id, emailId));
    expect(mail?.delayNoticeAt).not.toBeNull();
    expect(await inboxOf(bert)).toEqual([]);
  });

  it('is told once by any number of workers', async () => {
    await sent(greylisted);
    const told = await Promise.all([tell(5 * hour), tell(5 * hour), tell(5 * hour)]);
    expect(told.reduce((sum, { done }) => sum + done, 0)).toBe(1);
    expect(await inboxOf(anna)).toHaveLength(1);
  });

  it('is not told of what waits for its own hour, nor of what was retried a moment ago', async () => {
    const scheduledAt = new Date(Date.now() + 6 * hour);
    const planned = await enqueueEmail(anna, draftTo(['mary@customer.example'], { scheduledAt }));
    const { emailId } = await sent(greylisted);
    await become(emailId, { ...greylisted, firstAttemptAt: new Date(Date.now() + 4 * hour) });
    expect((await tell(5 * hour)).done).toBe(0);
    expect(planned.emailId).toBeGreaterThan(0);
  });

  it('is told although another recipient has it, and not when everybody has it', async () => {
    const { emailId } = await sent({ state: 'sent' });
    expect((await tell(5 * hour)).done).toBe(0);
    await t.ctx.db.insert(delivery).values({ emailId, recipient: 'max@customer.example', ...greylisted });
    await t.ctx.db.update(email).set({ state: 'outgoing' }).where(eq(email.id, emailId));
    expect((await tell(5 * hour)).done).toBe(1);
    expect((await inboxOf(anna))[0]?.preview).toContain('max@customer.example');
  });

  it('reaches the author in the Inbox with a way to the mail where there is no document', async () => {
    const mail = await createEmail(bert, { to: 'mary@customer.example', subject: 'Bare mail', text: 'Hello' });
    await become(mail.id, greylisted);
    expect((await tell(5 * hour)).done).toBe(1);
    expect(await inboxOf(bert)).toMatchObject([{ recordName: 'Bare mail', path: `/technical/emails/${mail.id}` }]);
  });

  it('concerns nobody where a customer or a machine wrote it', async () => {
    const { emailId } = await enqueueEmail(t.ctx, draftTo(['mary@customer.example'], { automatic: true }));
    await become(emailId, greylisted);
    await postIncomingMessage(t.ctx, {
      model: 'lead',
      recordId,
      incomingMailId: null,
      messageId: '<relayed@customer.example>',
      author: { contactId: mary, name: 'Mary', email: 'mary@customer.example' },
      subject: 'Re',
      html: sanitizeMailHtml('<p>Fine</p>'),
      visibleHtml: null,
      internal: false,
      incomingTo: [],
      incomingCc: [],
      attachments: [],
      alreadyAddressed: [],
    });
    expect(await t.ctx.db.$count(email)).toBe(2);
    expect((await tell(5 * hour)).done).toBe(0);
  });
});

describe('a failure for good', () => {
  const failing = (ms: number) => ({ ...refused, updatedAt: new Date(Date.now() + ms) });

  it('is told once when it comes later than the author could see', async () => {
    const { emailId } = await sent(failing(2 * hour));
    expect((await tell(3 * hour)).done).toBe(1);
    expect((await tell(3 * hour)).done).toBe(0);
    const [entry] = await inboxOf(anna);
    expect(entry?.preview).toContain('did not reach Mary (mary@customer.example)');
    const [mail] = await t.ctx.db.select().from(email).where(eq(email.id, emailId));
    expect(mail?.failureNoticeAt).not.toBeNull();
  });

  it('is left to the red envelope when it comes at once', async () => {
    await sent(failing(minute));
    expect((await tell(3 * hour)).done).toBe(0);
    expect(await inboxOf(anna)).toEqual([]);
  });

  it('is told though it comes at once where the mail left at an hour of its own', async () => {
    const { emailId } = await sent(failing(minute));
    await t.ctx.db.update(email).set({ scheduledAt: new Date() }).where(eq(email.id, emailId));
    expect((await tell(3 * hour)).done).toBe(1);
  });

  it('is told again when a retry fails as well', async () => {
    const { emailId } = await sent(failing(2 * hour));
    await tell(3 * hour);
    await retryEmail(bert, { id: emailId });
    await become(emailId, failing(5 * hour));
    expect((await tell(6 * hour)).done).toBe(1);
    expect(await inboxOf(anna)).toHaveLength(2);
  });

  it('is told once by any number of workers', async () => {
    await sent(failing(2 * hour));
    const told = await Promise.all([tell(3 * hour), tell(3 * hour), tell(3 * hour)]);
    expect(told.reduce((sum, { done }) => sum + done, 0)).toBe(1);
  });

  it('of many recipients makes one entry that names ten and counts all', async () => {
    const { emailId } = await sent(failing(2 * hour));
    const more = Array.from({ length: 24 }, (_, n) => ({ emailId, recipient: `p${n}@customer.example` }));
    await t.ctx.db.insert(delivery).values(more.map((row) => ({ ...row, ...failing(2 * hour) })));
    expect((await tell(3 * hour)).done).toBe(1);
    const [entry] = await inboxOf(anna);
    expect(entry?.preview).toContain('25 recipients');
  });
});
