import { readFile } from 'node:fs/promises';
import { type ApiClient, apiClient, bodyOf } from '../setup/api-client.ts';
import { sampleMail } from '../setup/sample-mail.ts';
import { type SmtpDouble, startSmtpDouble } from '../setup/smtp-double.ts';
import { expect, expectAccessible, signIn, test, withAdministrator } from './product-test.ts';

test.use({ productEnv: withAdministrator() });
test.describe.configure({ mode: 'serial' });

const refusals: Record<string, string> = {
  'nobody@customer.example': '550 5.1.1 No such user here',
  'later@customer.example': '450 4.7.1 Greylisted, come back later',
};
let smtp: SmtpDouble;
let api: ApiClient;

test.beforeAll(async ({ product }) => {
  smtp = await startSmtpDouble({ onRecipient: (address) => refusals[address] ?? null });
  api = apiClient({ port: Number(new URL(product.url).port) }, product.apiKey);
  const server = { name: 'Relay', host: '127.0.0.1', port: smtp.port, encryption: 'none', authentication: 'none' };
  bodyOf(await api.post('/outgoing-servers', server));
  for (const [to, subject] of [
    ['nobody@customer.example', 'Refused offer'],
    ['later@customer.example', 'Delayed offer'],
  ]) {
    bodyOf(await api.post('/emails', { from: 'anna@mycompany.example', to, subject, text: 'Here it is.' }));
  }
});
test.afterAll(() => smtp.stop());
test.beforeEach(({ page }) => signIn(page));

test('a refused mail is found under Failed with the server’s words, and its raw mail can be saved', async ({
  page,
}) => {
  await page.goto('/technical/emails?debug=1');
  await page
    .getByRole('group', { name: 'State' })
    .getByRole('button', { name: /Failed/ })
    .click();
  const row = page.getByRole('row').filter({ hasText: 'Refused offer' });
  await expect(row).toContainText('nobody@customer.example');
  await expect(row).toContainText('550');
  await row.getByRole('link', { name: 'Refused offer' }).click();
  await expect(page.getByText('550 5.1.1 No such user here').first()).toBeVisible();
  await expectAccessible(page);
  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: /EML/ }).click();
  const raw = await readFile(await (await saving).path(), 'utf8');
  expect(raw).toContain('Subject: Refused offer');
});

test('failures are gathered by cause; after a retry the mail has left and none is listed', async ({ page }) => {
  await page.goto('/technical/emails/failures');
  await expect(page.getByText('550 5.1.1', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'the mail to nobody@customer.example' }).click();
  await expect(page.getByRole('heading', { name: 'Refused offer' }).first()).toBeVisible();
  delete refusals['nobody@customer.example'];
  await page.getByRole('button', { name: 'Retry 1 recipient' }).click();
  await expect(page.getByText('1 recipient will be tried again')).toBeVisible();
  await expect.poll(() => smtp.taken.flatMap((mail) => mail.to)).toEqual(['nobody@customer.example']);
  await expect(page.getByRole('button', { name: /^Retry/ })).toHaveCount(0);
  await page.goto('/technical/emails/failures');
  await expect(page.getByText('550 5.1.1', { exact: true })).toHaveCount(0);
});

test('a mail that waits can be cancelled, and is never sent', async ({ page }) => {
  await page.goto('/technical/emails');
  await page
    .getByRole('group', { name: 'State' })
    .getByRole('button', { name: /Deferred/ })
    .click();
  await page.getByRole('link', { name: 'Delayed offer' }).click();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel mail' }).click();
  await expect(page.getByText('Cancelled').first()).toBeVisible();
  delete refusals['later@customer.example'];
  await page.goto('/technical/emails?state=cancelled');
  await expect(page.getByRole('link', { name: 'Delayed offer' })).toBeVisible();
  expect(smtp.taken.flatMap((mail) => mail.to)).not.toContain('later@customer.example');
});

test('a quarantined mail is assigned to a document and stands in its chatter', async ({ page }) => {
  const lead = bodyOf(await api.post('/records/lead', { name: 'Thirty lamps' }));
  const stray = sampleMail({
    from: '"Paul Stray" <paul@customer.example>',
    to: 'nobody-we-know@mycompany.example',
    subject: 'About the lamps',
    body: 'Do they dim?',
  });
  bodyOf(await api.gateway(stray));
  await page.goto('/technical/incoming-mails');
  const row = page.getByRole('row').filter({ hasText: 'About the lamps' });
  await expect(row).toContainText('Quarantined');
  await row.getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: 'About the lamps' }).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Assign to document' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Kind of document' }).click();
  await page.getByRole('option', { name: /^lead$/i }).click();
  await dialog.getByRole('button', { name: 'Document' }).click();
  await page.getByPlaceholder('Type to search').fill('Thirty');
  await page.getByRole('option', { name: /Thirty lamps/ }).click();
  await dialog.getByRole('button', { name: 'Assign mail' }).click();
  await expect(page.getByText('Posted on the document')).toBeVisible();
  await page.goto(`/crm/leads/${lead.id}`);
  await expect(page.getByRole('article', { name: 'Paul Stray, message' })).toContainText('Do they dim?');
});

test('"What would happen?" explains a mail and changes nothing', async ({ page }) => {
  const paths = ['/records/lead', '/records/contact', '/incoming-mails', '/emails'];
  const count = () => Promise.all(paths.map(async (path) => bodyOf(await api.get(path)).total));
  const before = await count();
  await page.goto('/technical/incoming-mails/what-if');
  await page.getByRole('button', { name: 'Use an example' }).click();
  await page.getByRole('button', { name: 'Show what would happen' }).click();
  await expect(page.getByRole('heading', { name: 'Why: the rules in their order' })).toBeVisible();
  await expectAccessible(page);
  expect(await count()).toEqual(before);
});
