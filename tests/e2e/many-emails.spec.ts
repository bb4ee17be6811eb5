import { readFile } from 'node:fs/promises';
import { type ApiClient, apiClient, bodyOf } from '../setup/api-client.ts';
import { type SmtpDouble, startSmtpDouble } from '../setup/smtp-double.ts';
import { expect, expectAccessible, signIn, test, withAdministrator } from './product-test.ts';

test.use({ productEnv: withAdministrator() });
test.describe.configure({ mode: 'serial' });

/** More than one page of the list. */
const refusedMails = 60;
let smtp: SmtpDouble;
let api: ApiClient;

test.beforeAll(async ({ product }) => {
  smtp = await startSmtpDouble({
    onRecipient: (address) => (address.startsWith('refused') ? '550 5.7.1 Refused by local policy' : null),
  });
  api = apiClient({ port: Number(new URL(product.url).port) }, product.apiKey);
  const server = { name: 'Relay', host: '127.0.0.1', port: smtp.port, encryption: 'none', authentication: 'none' };
  bodyOf(await api.post('/outgoing-servers', server));
  const from = 'anna@mycompany.example';
  for (let number = 0; number < refusedMails; number++) {
    const to = `refused${number}@customer.example`;
    bodyOf(await api.post('/emails', { from, to, subject: `Refused offer ${number}`, text: 'Here it is.' }));
  }
  const scheduledAt = new Date(Date.now() + 86_400_000).toISOString();
  const planned = { from, to: 'planned@customer.example', subject: 'Planned offer', text: 'Here it is.', scheduledAt };
  bodyOf(await api.post('/emails', planned));
  await expect.poll(async () => bodyOf(await api.get('/emails/counts')).failed, { timeout: 60_000 }).toBe(refusedMails);
});
test.afterAll(() => smtp.stop());
test.beforeEach(({ page }) => signIn(page));

const tab = 'State';

test('a scheduled mail stands under Scheduled, moves to another hour, and leaves when told to', async ({ page }) => {
  await page.goto('/technical/emails?debug=1');
  await page
    .getByRole('group', { name: tab })
    .getByRole('button', { name: /Scheduled/ })
    .click();
  await page.getByRole('link', { name: 'Planned offer' }).click();
  await page.getByRole('button', { name: 'Change time' }).click();
  const dialog = page.getByRole('dialog', { name: 'When it leaves' });
  await dialog.getByLabel('Leaves at').fill('2020-01-01T10:00');
  await dialog.getByRole('button', { name: 'Save time' }).click();
  await expect(dialog.getByText('This moment has passed.')).toBeVisible();
  const year = new Date().getFullYear() + 2;
  await dialog.getByLabel('Leaves at').fill(`${year}-05-17T10:00`);
  await dialog.getByRole('button', { name: 'Save time' }).click();
  await expect(page.getByText('It leaves at the new time')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  const [item] = bodyOf(await api.get('/emails?scheduled=true')).items;
  expect(item.scheduledAt).toMatch(`${year}-05-17T`);
  await expectAccessible(page);
  expect(smtp.taken).toEqual([]);
  await page.getByRole('button', { name: 'Send now' }).click();
  await expect.poll(() => smtp.taken.flatMap((mail) => mail.to)).toEqual(['planned@customer.example']);
});

test('a group of failures is retried while another page opens, and nothing breaks', async ({ page }) => {
  const counts = async () => bodyOf(await api.get('/emails/counts'));
  await page.goto('/technical/emails/failures');
  const answered = page.waitForResponse((response) => response.url().endsWith('/api/v1/emails/retry'));
  await page.getByRole('button', { name: `Retry ${refusedMails} recipients` }).click();
  const openAnother = async () => {
    await page.getByRole('link', { name: /^the mail to refused/ }).click();
    await expect(page.getByRole('heading', { name: /^Refused offer/ }).first()).toBeVisible();
  };
  // The notice stays for some seconds only: it is looked for while the page opens.
  await Promise.all([
    expect(page.getByText(`${refusedMails} recipients will be tried again.`)).toBeVisible(),
    openAnother(),
  ]);
  expect((await answered).status()).toBe(200);
  await expect.poll(async () => (await counts()).failed, { timeout: 60_000 }).toBe(refusedMails);
});

test('all that a filter shows is retried at once, also what stands on other pages', async ({ page }) => {
  await page.goto('/technical/emails?state=failed&q=refused');
  await expect(page.getByRole('row').filter({ hasText: 'Refused offer' })).toHaveCount(50);
  await page.getByRole('checkbox', { name: 'Select all rows of this page' }).click();
  const bar = page.getByRole('region', { name: 'Selected rows' });
  await bar.getByRole('button', { name: /Select all 60/ }).click();
  smtp.script.onRecipient = () => null;
  await bar.getByRole('button', { name: 'Retry 60 mails' }).click();
  await expect(page.getByText('60 mails will be sent again.')).toBeVisible();
  await expect.poll(() => smtp.taken.length, { timeout: 60_000 }).toBe(refusedMails + 1);
  await expect.poll(async () => bodyOf(await api.get('/emails/counts')).failed).toBe(0);
});

test('of many recipients all are shown on demand, and the Message-ID is copied', async ({ page, context }) => {
  const to = Array.from({ length: 25 }, (_, number) => `reader${number}@customer.example`);
  const mail = { from: 'anna@mycompany.example', to, subject: 'To many', text: 'Here it is.' };
  const { id, messageId } = bodyOf(await api.post('/emails', mail));
  await expect.poll(async () => bodyOf(await api.get(`/emails/${id}`)).state, { timeout: 30_000 }).toBe('sent');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`/technical/emails/${id}`);
  const recipients = page.getByRole('region', { name: /^Recipients/ });
  await expect(recipients.getByRole('listitem').filter({ hasText: 'reader' })).toHaveCount(20);
  await recipients.getByRole('button', { name: 'Show all 25' }).click();
  await expect(recipients.getByRole('listitem').filter({ hasText: 'reader' })).toHaveCount(25);
  await expect(recipients.getByRole('button', { name: /^Show all/ })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Copy Message-ID' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(messageId);
});

test('a mail’s support bundle is saved as one file that holds its life and no secret', async ({ page }) => {
  const { items } = bodyOf(await api.get('/emails?q=planned'));
  await page.goto(`/technical/emails/${items[0].id}`);
  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Support bundle' }).click();
  const bundle = JSON.parse(await readFile(await (await saving).path(), 'utf8'));
  expect(bundle).toMatchObject({ email: { subject: 'Planned offer', state: 'sent' }, server: { name: 'Relay' } });
  expect(bundle.email.deliveries[0].timeline[0].transcript).toContain('RCPT TO:<planned@customer.example>');
  expect(bundle.raw).toContain('Subject: Planned offer');
});
