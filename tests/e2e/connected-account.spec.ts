import { type OauthServer, startOauthServer } from '../setup/oauth-server.ts';
import { type SmtpDouble, startSmtpDouble } from '../setup/smtp-double.ts';
import { administrator, expect, expectAccessible, signIn, test, withAdministrator } from './product-test.ts';
import { choose } from './steps.ts';

let oauth: OauthServer;
let smtp: SmtpDouble;

test.use({
  productEnv: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
    async ({}, use) => {
      oauth = await startOauthServer({ page: true });
      await use({ ...withAdministrator(), OAUTH_GOOGLE_URL: oauth.url, OAUTH_MICROSOFT_URL: oauth.url });
      await oauth.stop();
    },
    { scope: 'worker' },
  ],
});
test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  smtp = await startSmtpDouble({ bearer: (token) => oauth.accountOf(token) });
});
test.afterAll(() => smtp.stop());
test.beforeEach(({ page }) => signIn(page));

test('the installation is registered with Google: the sheet says how, and keeps the secret to itself', async ({
  page,
}) => {
  await page.goto('/settings/general');
  await page.getByRole('button', { name: 'Set up Google' }).click();
  const sheet = page.getByRole('dialog', { name: 'Register with Google' });
  await expect(sheet.getByText(/\/api\/oauth\/callback$/)).toBeVisible();
  await expect(sheet.getByText('https://mail.google.com/')).toBeVisible();
  await expectAccessible(page);
  await sheet.getByLabel('Client ID').fill(oauth.clientId);
  await sheet.getByLabel('Client secret').fill(oauth.clientSecret);
  await sheet.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Registration with Google saved')).toBeVisible();
  await expect(page.getByText('Registered', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Change Google' }).click();
  await expect(sheet.getByText(/Set on/)).toBeVisible();
  expect(await page.content()).not.toContain(oauth.clientSecret);
});

test('a new server of the Gmail preset asks for no password, and says that its account is to be connected', async ({
  page,
}) => {
  await page.goto('/technical/outgoing-servers/new?debug=1');
  await expect(page.getByText(/Mail goes to the sandbox for now/)).toBeVisible();
  await page.getByRole('button', { name: /^Gmail/ }).click();
  await expect(page.getByLabel('Password')).toHaveCount(0);
  await page.getByLabel('Address of the account').fill(administrator.email);
  await page.getByLabel('Host').fill('127.0.0.1');
  await choose(page, 'Encryption', 'STARTTLS, any certificate');
  await page.getByLabel('Port').fill(String(smtp.port));
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expect(page.getByRole('heading', { name: `${administrator.email} is not connected yet` })).toBeVisible();
  await expectAccessible(page);
});

test('consent: refused it is said why; allowed the account is connected, tested, and sends', async ({ page }) => {
  await openServer(page);
  oauth.script = { page: true, refuse: { error: 'access_denied' } };
  await page.getByRole('button', { name: 'Connect your Google account' }).click();
  await page.getByRole('link', { name: 'Allow', exact: true }).click();
  await expect(page.getByText(/The permission was refused at Google/)).toBeVisible();
  oauth.script = { page: true };
  await page.getByRole('button', { name: 'Connect your Google account' }).click();
  await page.getByRole('link', { name: 'Allow', exact: true }).click();
  await expect(page.getByRole('heading', { name: `Connected as ${administrator.email}` })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByText('The server takes mail from us.')).toBeVisible();
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Send a test mail' }).click();
  await page.getByLabel('To', { exact: true }).fill('mary@customer.example');
  await page.getByRole('button', { name: 'Send test mail' }).click();
  await expect(page).toHaveURL(/\/technical\/emails\/\d+$/);
  await expect.poll(() => smtp.taken.map(({ to }) => to)).toEqual([['mary@customer.example']]);
});

test('one click sends everything From the address of the account', async ({ page }) => {
  await openServer(page);
  await page.getByRole('button', { name: 'Send everything From this address' }).click();
  await expect(
    page.getByText(`Every mail goes out From ${administrator.email}, with its author’s name.`),
  ).toBeVisible();
  await page.goto('/settings/general');
  await expect(page.getByLabel('Default From')).toHaveValue(administrator.email);
});

test('disconnected, the server says so', async ({ page }) => {
  await openServer(page);
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('button', { name: 'Disconnect account' }).click();
  await expect(page.getByText(`${administrator.email} is disconnected`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Connect your Google account' })).toBeVisible();
});

async function openServer(page: import('@playwright/test').Page): Promise<void> {
  await page.goto('/technical/outgoing-servers?debug=1');
  await page.getByRole('link', { name: 'Gmail / Google Workspace' }).click();
  await expect(page.getByRole('region', { name: 'Connected account' })).toBeVisible();
}
