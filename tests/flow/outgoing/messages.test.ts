import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEmail } from '#lib/mail/outgoing/create-email.ts';
import { emailEml } from '#lib/mail/outgoing/email-eml.ts';
import type { CreateEmailInput } from '#lib/mail/outgoing/email-schema.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { closeIdleConnections } from '#lib/mail/outgoing/transport/connection-pool.ts';
import { sendTestMail } from '#lib/mail/servers/send-test-mail.ts';
import { addServer, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { type SmtpDouble, startSmtpDouble } from '../../setup/smtp-double.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let smtp: SmtpDouble;
let serverId: number;

beforeAll(async () => {
  t = await openTestContext({ PUBLIC_URL: 'https://mail.mycompany.example' });
  smtp = await startSmtpDouble();
  await seedMailDomain(t.ctx);
  serverId = await addServer(t.ctx, { port: smtp.port });
});
afterAll(async () => {
  closeIdleConnections();
  await smtp.stop();
  await t.close();
});

/** What the server got of a mail, transaction by transaction. */
async function sent(mail: CreateEmailInput) {
  const before = smtp.taken.length;
  const { id } = await createEmail(t.ctx, mail);
  await sendDueDeliveries(t.ctx, { emailIds: [id] });
  return { id, taken: smtp.taken.slice(before) };
}

const anna = { from: 'Anna <anna@mycompany.example>', to: 'mary@customer.example', subject: 'Our offer' };
const pixel = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

it('links to our own pages work from a mailbox', async () => {
  const html = `<p><a href="/crm/leads/1">Lead</a> <a href="//other.example/x">Other</a> <img src='/logo.png'></p>`;
  const { taken } = await sent({ ...anna, html });
  const { html: read } = await PostalMime.parse(taken[0]?.raw ?? '');
  expect(read).toContain('href="https://mail.mycompany.example/crm/leads/1"');
  expect(read).toContain("src='https://mail.mycompany.example/logo.png'");
  expect(read).toContain('href="//other.example/x"');
});

it('pictures pasted into the text travel as parts of the mail', async () => {
  const { taken } = await sent({ ...anna, html: `<p>Look</p><img src="data:image/gif;base64,${pixel}">` });
  const { attachments, html } = await PostalMime.parse(taken[0]?.raw ?? '');
  expect(attachments.map(({ mimeType, disposition }) => [mimeType, disposition])).toEqual([['image/gif', 'inline']]);
  expect(html).toContain(`cid:${attachments[0]?.contentId?.replace(/[<>]/g, '')}`);
});

it('hidden recipients get a copy of their own, and nobody reads of them', async () => {
  const { taken } = await sent({ ...anna, bcc: ['spy@customer.example', 'other@customer.example'], text: 'Hello' });
  expect(taken.map(({ to }) => to).toSorted()).toEqual([
    ['mary@customer.example'],
    ['other@customer.example'],
    ['spy@customer.example'],
  ]);
  for (const { raw } of taken) expect(raw).not.toMatch(/bcc|spy@|other@/i);
});

it('a test mail says that a machine wrote it', async () => {
  const before = smtp.taken.length;
  const { id } = await sendTestMail(t.ctx, { id: serverId, to: 'mary@customer.example' });
  await sendDueDeliveries(t.ctx, { emailIds: [id] });
  expect(smtp.taken[before]?.raw).toContain('\r\nAuto-Submitted: auto-generated\r\n');
});

it('the mail to download is the mail that was handed over', async () => {
  const { id, taken } = await sent({ ...anna, text: 'one\ntwo' });
  const { content } = await emailEml(t.ctx, id);
  expect(content.toString('latin1').trimEnd()).toBe(taken[0]?.raw.trimEnd());
});

it.each([
  ['subject', { subject: 'Hi\r\nBcc: thief@evil.example' }],
  ['from', { from: 'Anna <anna@mycompany.example>\r\nBcc: thief@evil.example' }],
  ['replyTo', { replyTo: 'anna@mycompany.example\nBcc: thief@evil.example' }],
])('a line break in %s is refused, and nothing is kept', async (path, wrong) => {
  await expect(createEmail(t.ctx, { ...anna, text: 'Hello', ...wrong })).rejects.toMatchObject({
    code: 'invalid',
    details: { errors: [{ path }] },
  });
});
