import { apiClient, bodyOf } from '../setup/api-client.ts';
import { administrator, expect, expectAccessible, signIn, test, withAdministrator } from './product-test.ts';

test.use({ productEnv: withAdministrator() });
test.describe.configure({ mode: 'serial' });
test.beforeEach(({ page }) => signIn(page));

test('the switch for external servers shows the way to both lists', async ({ page }) => {
  await page.goto('/settings/general');
  const toServers = page.getByRole('main').getByRole('link', { name: /Outgoing mail servers/ });
  await expect(toServers).toHaveCount(0);
  await page.getByRole('switch', { name: 'Use external email servers' }).click();
  await expect(page.getByRole('main').getByRole('link', { name: /Incoming mail servers/ })).toBeVisible();
  await toServers.click();
  await expect(page).toHaveURL(/\/technical\/outgoing-servers$/);
});

test('switching external servers off archives them and says where mail goes then', async ({ page, product }) => {
  const api = apiClient({ port: Number(new URL(product.url).port) }, product.apiKey);
  const server = { name: 'Relay', host: '127.0.0.1', port: 2526, encryption: 'none', authentication: 'none' };
  const { id } = bodyOf(await api.post('/outgoing-servers', server));
  await page.goto('/settings/general');
  const external = page.getByRole('switch', { name: 'Use external email servers' });
  await expect(external).toBeChecked();
  await external.click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('Archive 1 outgoing server?');
  await expect(dialog).toContainText('Mail then goes to the sandbox');
  await dialog.getByRole('button', { name: 'Archive and switch off' }).click();
  await expect(page.getByText('External email servers are off')).toBeVisible();
  await expect(external).not.toBeChecked();
  expect(bodyOf(await api.get(`/outgoing-servers/${id}`))).toMatchObject({ active: false });
});

test('developer mode adds the Technical menu, also after a reload', async ({ page }) => {
  await page.goto('/settings/general');
  const parameters = page.getByRole('link', { name: 'System parameters' });
  await expect(parameters).toHaveCount(0);
  await page.getByRole('switch', { name: 'Show the Technical menu' }).click();
  await expect(page.getByText('Developer mode is on')).toBeVisible();
  await page.reload();
  await expect(parameters).toBeVisible();
});

test('a system parameter is refused with its rule, then set', async ({ page }) => {
  await page.goto('/technical/system-parameters');
  const row = page.getByRole('row').filter({ hasText: 'mail.gateway.loop.minutes' });
  await row.click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('Value').fill('soon');
  await sheet.getByRole('button', { name: 'Save' }).click();
  await expect(sheet.getByRole('alert')).toContainText('Must be a whole number from 1 to 10080.');
  await expectAccessible(page);
  await sheet.getByLabel('Value').fill('90');
  await sheet.getByRole('button', { name: 'Save' }).click();
  await expect(sheet).toBeHidden();
  await expect(row).toContainText('90');
  await page.reload();
  await expect(row).toContainText('by Anna');
});

test('the interval of a scheduled action is edited in place, and a run shows its log', async ({ page }) => {
  await page.goto('/technical/scheduled-actions');
  const every = page.getByLabel('Clean up: every so many');
  await every.fill('0');
  await every.press('Enter');
  await expect(every).toHaveValue('1');
  await every.fill('3');
  await every.press('Enter');
  await expect(page.getByText('Clean up runs every 3 hours')).toBeVisible();
  await page.reload();
  await expect(every).toHaveValue('3');
  await page.getByRole('row').filter({ hasText: 'Clean up' }).hover();
  await page.getByRole('button', { name: 'Run Clean up manually' }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByText(/\d+ done/)).toBeVisible();
  await expect(sheet.getByRole('region', { name: 'log of the run' })).toBeVisible();
  await expectAccessible(page);
});

test('an invited user chooses a password, and does not reach the screens of administrators', async ({
  page,
  browser,
}) => {
  const otto = { email: 'otto@mycompany.example', password: 'four unrelated quiet words' };
  await page.goto('/settings/users');
  await page.getByRole('button', { name: 'Invite user' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('Name').fill('Otto');
  await sheet.getByLabel('Email').fill(administrator.email);
  await sheet.getByRole('button', { name: 'Send invitation' }).click();
  await expect(sheet.getByLabel('Email')).toHaveAttribute('aria-invalid', 'true');
  await sheet.getByLabel('Email').fill(otto.email);
  await sheet.getByRole('button', { name: 'Send invitation' }).click();
  await expect(page.getByText('The invitation is on its way')).toBeVisible();
  await page.goto('/sandbox');
  await page.getByRole('button', { name: /invites you/ }).click();
  const mail = page.getByRole('region', { name: 'Message' }).locator('iframe').contentFrame();
  const link = await mail.locator('a[href*="/invitation/"]').first().getAttribute('href');

  const context = await browser.newContext();
  const hisPage = await context.newPage();
  await hisPage.goto(link ?? '');
  await expect(hisPage.getByRole('heading', { name: 'Welcome, Otto' })).toBeVisible();
  await expectAccessible(hisPage);
  await hisPage.getByLabel('New password').fill(otto.password);
  await hisPage.getByRole('button', { name: 'Save and sign in' }).click();
  await expect(hisPage.getByRole('button', { name: /^Otto: theme/ })).toBeVisible();
  for (const path of ['/settings/general', '/settings/users', '/technical/system-parameters', '/technical/emails']) {
    await hisPage.goto(`${path}?debug=1`);
    await expect(hisPage.getByRole('heading', { name: /Only administrators see/ })).toBeVisible();
  }
  await expect(hisPage.getByRole('link', { name: 'System parameters' })).toHaveCount(0);
  const refused = await hisPage.request.get('/api/v1/system-parameters');
  expect(refused.status()).toBe(403);
  await context.close();
});
