import { apiClient, bodyOf } from '../setup/api-client.ts';
import { startSmtpDouble } from '../setup/smtp-double.ts';
import { expect, expectAccessible, signIn, test, withAdministrator } from './product-test.ts';

test.use({ productEnv: withAdministrator() });
test.describe.configure({ mode: 'serial' });
test.beforeEach(({ page }) => signIn(page));

test('a key is made in the browser, shows its record, and signs the next mail', async ({ page, product }) => {
  await page.goto('/settings/signing-keys');
  await expect(page.getByText('No domain signs its mails yet')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make a key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Domain').fill('not a domain');
  await dialog.getByRole('button', { name: 'Make key' }).click();
  await expect(dialog.getByText('Write a domain, such as mycompany.example.', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel('Domain').fill('signed.example');
  await dialog.getByRole('button', { name: 'Make key' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('perfectwork._domainkey.signed.example', { exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'value' })).toContainText('v=DKIM1; k=rsa; p=');
  await expect(page.getByText('Every mail From this domain is signed.')).toBeVisible();
  await expectAccessible(page);

  const smtp = await startSmtpDouble();
  const api = apiClient({ port: Number(new URL(product.url).port) }, product.apiKey);
  const server = { name: 'Relay', host: '127.0.0.1', port: smtp.port, encryption: 'none', authentication: 'none' };
  bodyOf(await api.post('/outgoing-servers', { ...server, fromFilter: 'signed.example' }));
  const mail = { from: 'anna@signed.example', to: 'mary@customer.example', subject: 'Signed', text: 'Here it is.' };
  bodyOf(await api.post('/emails', mail));
  await expect.poll(() => smtp.taken.length, { timeout: 20_000 }).toBe(1);
  expect(smtp.taken[0]?.raw.replace(/\r\n\s/g, ' ')).toMatch(/^DKIM-Signature: .*d=signed\.example;/);
  await smtp.stop();
});

test('a rotated key signs beside its successor until it is deactivated; then it may be deleted', async ({ page }) => {
  await page.goto('/settings/signing-keys');
  await page.getByRole('button', { name: 'Actions for perfectwork', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Rotate' }).click();
  await page.getByRole('button', { name: 'Make the new key' }).click();
  await expect(page.getByText('perfectwork-2._domainkey.signed.example', { exact: true })).toBeVisible();
  await expect(page.getByText('Every mail From this domain is signed 2 times.')).toBeVisible();
  await page.getByRole('button', { name: 'Actions for perfectwork', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Deactivate' }).click();
  await page.getByRole('button', { name: 'Deactivate key' }).click();
  await expect(page.getByText('Does not sign', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Actions for perfectwork', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete key' }).click();
  await expect(page.getByRole('button', { name: 'Actions for perfectwork', exact: true })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Actions for perfectwork-2' })).toBeVisible();
});
