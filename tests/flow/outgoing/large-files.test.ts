import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { attachmentLink } from '#drizzle/schema/attachment-link.ts';
import { company } from '#drizzle/schema/company.ts';
import { outgoingServer } from '#drizzle/schema/outgoing-server.ts';
import { createAttachment } from '#lib/attachments/create-attachment.ts';
import { listAttachmentLinks } from '#lib/attachments/list-attachment-links.ts';
import { openAttachmentLink } from '#lib/attachments/open-attachment-link.ts';
import { revokeAttachmentLink } from '#lib/attachments/revoke-attachment-link.ts';
import { anonymousActor } from '#lib/db/context.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { closeIdleConnections } from '#lib/mail/outgoing/transport/connection-pool.ts';
import { setParameter } from '#lib/parameters/set-parameter.ts';
import { addServer, draftTo, letTimePass, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { type SmtpDouble, startSmtpDouble } from '../../setup/smtp-double.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let smtp: SmtpDouble;
let leadId: number;

beforeAll(async () => {
  t = await openTestContext({ PUBLIC_URL: 'https://mail.mycompany.example' });
  smtp = await startSmtpDouble();
  await seedMailDomain(t.ctx);
  await t.ctx.db.insert(company).values({ name: 'My Company' });
  ({ id: leadId } = await createRecord(t.ctx, 'lead', { name: 'Big plans' }));
});
afterEach(async () => {
  smtp.script.onRecipient = () => null;
  await t.ctx.db.delete(outgoingServer);
});
afterAll(async () => {
  closeIdleConnections();
  await smtp.stop();
  await t.close();
});

const content = Buffer.alloc(200_000, 'plan ');

async function fileOf(owner: 'document' | 'mail', name = 'plan.pdf'): Promise<number> {
  const document = owner === 'document' ? { model: 'lead', recordId: leadId } : {};
  return (await createAttachment(t.ctx, { name, contentType: 'application/pdf', content, ...document })).id;
}

async function send(draft: Parameters<typeof enqueueEmail>[1]) {
  const { emailId } = await enqueueEmail(t.ctx, draft);
  await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
  return { emailId, ...(await readRows(t.ctx, emailId)) };
}

async function linksOf(emailId: number) {
  const filters = [{ field: 'emailId', operator: 'in' as const, values: [String(emailId)] }];
  return (await listAttachmentLinks(t.ctx, { limit: 50, sort: { field: 'createdAt', descending: false }, filters }))
    .items;
}

/** The tokens of the links in a raw mail's text part. */
function tokensIn(raw = ''): string[] {
  const plain = raw.replace(/=\r\n/g, '').replace(/\r\n/g, '');
  return [
    ...new Set(
      [...plain.matchAll(/https:\/\/mail\.mycompany\.example\/files\/([\w.-]{40,}?)(?=["\s<]|- |$|--)/g)].map(
        (m) => m[1] ?? '',
      ),
    ),
  ];
}

const open = (token: string, visitor = '192.0.2.1') =>
  openAttachmentLink({ ...t.ctx, actor: anonymousActor }, { token, visitor, count: true });

it('attaches what the server takes', async () => {
  await addServer(t.ctx, { port: smtp.port, maxMessageSizeMb: 10 });
  const { emailId, mail } = await send(
    draftTo(['mary@customer.example'], { attachmentIds: [await fileOf('document')] }),
  );
  expect(mail.state).toBe('sent');
  expect(smtp.taken.at(-1)?.raw).toContain('filename=plan.pdf');
  expect(await linksOf(emailId)).toEqual([]);
});

it('sends links for what is too large, made once, whoever gets the mail and however often it is tried', async () => {
  await addServer(t.ctx, { port: smtp.port, maxMessageSizeMb: 0.1 });
  smtp.script.onRecipient = (address) => (address.startsWith('grey') ? '450 4.2.0 Greylisted' : null);
  const recipients = [
    { email: 'mary@customer.example', copy: 0 },
    { email: 'grey@customer.example', copy: 1 },
  ];
  const attachmentIds = [await fileOf('document'), await fileOf('document', 'drawing.pdf')];
  const { emailId } = await send(draftTo([], { to: 'mary@customer.example', recipients, attachmentIds }));
  const first = smtp.taken.at(-1)?.raw;
  expect(first).not.toContain('filename=');
  smtp.script.onRecipient = () => null;
  await letTimePass(t.ctx);
  await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
  expect((await readRows(t.ctx, emailId)).mail.state).toBe('sent');
  const links = await linksOf(emailId);
  expect(links.map(({ name }) => name)).toEqual(['plan.pdf', 'drawing.pdf']);
  expect(tokensIn(first)).toHaveLength(2);
  expect(tokensIn(smtp.taken.at(-1)?.raw)).toEqual(tokensIn(first));
  const days = ((links[0]?.expiresAt.getTime() ?? 0) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(29.9);
  expect(days).toBeLessThanOrEqual(30);
});

it('takes the default limit where the server has none', async () => {
  await addServer(t.ctx, { port: smtp.port });
  const large = Buffer.alloc(1_000_000, 'plan ');
  const document = { model: 'lead', recordId: leadId };
  const { id } = await createAttachment(t.ctx, {
    name: 'a.pdf',
    contentType: 'application/pdf',
    content: large,
    ...document,
  });
  const attached = await send(draftTo(['mary@customer.example'], { attachmentIds: [id] }));
  expect(await linksOf(attached.emailId)).toEqual([]);
  await setParameter(t.ctx, 'base.default_max_email_size', { value: '1' });
  const linked = await send(draftTo(['mary@customer.example'], { attachmentIds: [id] }));
  expect(await linksOf(linked.emailId)).toHaveLength(1);
});

it('never turns a file into a link that belongs to the mail alone: the server has the last word', async () => {
  await addServer(t.ctx, { port: smtp.port, maxMessageSizeMb: 0.1 });
  const { emailId, deliveries } = await send(
    draftTo(['mary@customer.example'], { attachmentIds: [await fileOf('mail')] }),
  );
  expect(await linksOf(emailId)).toEqual([]);
  expect(deliveries[0]).toMatchObject({ state: 'failed', failureType: 'too_large' });
  expect(deliveries[0]?.reason).toMatch(/link|smaller/i);
});

it('says what helps when a server refuses the size although no limit was set', async () => {
  await addServer(t.ctx, { port: smtp.port });
  smtp.script.onSender = () => '552 5.3.4 Message size exceeds fixed limit';
  const { deliveries } = await send(draftTo(['mary@customer.example'], { attachmentIds: [await fileOf('document')] }));
  smtp.script.onSender = () => null;
  expect(deliveries[0]).toMatchObject({ state: 'failed', failureType: 'too_large' });
  expect(deliveries[0]?.reason).toContain('Read the size limit');
});

it('hands the file out, counts, and says in words why a link has ended', async () => {
  await addServer(t.ctx, { port: smtp.port, maxMessageSizeMb: 0.1 });
  const { emailId } = await send(draftTo(['mary@customer.example'], { attachmentIds: [await fileOf('document')] }));
  const [token = ''] = tokensIn(smtp.taken.at(-1)?.raw);
  const file = await open(token);
  expect(Buffer.concat(await Array.fromAsync(file.content)).equals(content)).toBe(true);
  const [link] = await linksOf(emailId);
  expect(link).toMatchObject({ downloads: 1, name: 'plan.pdf' });
  await expect(open(`${token.slice(0, -2)}xx`)).rejects.toMatchObject({ code: 'not_found', message: /not complete/ });
  await t.ctx.db
    .update(attachmentLink)
    .set({ expiresAt: new Date(Date.now() - 1000) })
    .where(eq(attachmentLink.id, link?.id ?? 0));
  await expect(open(token)).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('has expired'),
  });
  await expect(revokeAttachmentLink(t.as({ role: 'user' }), link?.id ?? 0)).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect((await revokeAttachmentLink(t.ctx, link?.id ?? 0)).revokedAt).toBeInstanceOf(Date);
  await expect(open(token)).rejects.toMatchObject({ message: expect.stringContaining('withdrawn') });
  expect((await linksOf(emailId))[0]?.downloads).toBe(1);
});

it('slows down whoever uses the links as a file server', async () => {
  const tries = Array.from({ length: 61 }, () => open('nothing.real', '192.0.2.9').catch((error) => error.code));
  expect((await Promise.all(tries)).filter((code) => code === 'rate_limited')).toHaveLength(1);
});
