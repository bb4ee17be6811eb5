import { makeCertificates } from '../setup/certificates.ts';
import { type OauthServer, startOauthServer } from '../setup/oauth-server.ts';
import { type Pop3Double, startPop3Double } from '../setup/pop3-double.ts';
import { sampleMail } from '../setup/sample-mail.ts';
import { expect, expectAccessible, signIn, test, withAdministrator } from './product-test.ts';
import { choose } from './steps.ts';

const account = 'sales@mycompany.example';
let oauth: OauthServer;
let pop: Pop3Double;

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
  const { selfSigned: certificate } = await makeCertificates();
  pop = await startPop3Double({ certificate, bearer: (token) => oauth.accountOf(token) });
  pop.mails = ['Chairs', 'Tables'].map((subject) => ({ uidl: subject, raw: sampleMail({ subject, to: account }) }));
});
test.afterAll(() => pop?.stop());
test.beforeEach(({ page }) => signIn(page));

test('a new POP mailbox: choosing an account fills in the host of its provider, and the port follows the type', async ({
  page,
}) => {
  await page.goto('/technical/incoming-servers/new');
  await page.getByLabel('Name', { exact: true }).fill('Sales at Google');
  await page.getByRole('radio', { name: /^POP/ }).click();
  await expect(page.getByLabel('Port')).toHaveValue('995');
  await expect(page.getByRole('switch', { name: 'Keep mails on the server' })).not.toBeChecked();
  await page.getByRole('radio', { name: /^Connected account/ }).click();
  await expect(page.getByLabel('Server name')).toHaveValue('pop.gmail.com');
  await page.getByRole('radio', { name: /^Microsoft/ }).click();
  await expect(page.getByLabel('Server name')).toHaveValue('outlook.office365.com');
  await page.getByRole('radio', { name: /^Google/ }).click();
  await expect(page.getByLabel('Password')).toHaveCount(0);
  await page.getByLabel('Address of the account').fill(account);
  await expectAccessible(page);
  await page.getByLabel('Server name').fill('127.0.0.1');
  await choose(page, 'Encryption', 'STARTTLS, any certificate');
  await page.getByLabel('Port').fill(String(pop.port));
  await page.getByRole('button', { name: 'Save and test' }).click();
  await expect(page.getByRole('heading', { name: 'Register this installation with Google first' })).toBeVisible();
  await expect(page.getByText('Not connected', { exact: true })).toBeVisible();
  await expectAccessible(page);
});

test('registered, the account is connected on the page of the server; refused it is said why', async ({ page }) => {
  await page.goto('/settings/general');
  await page.getByRole('button', { name: 'Set up Google' }).click();
  const sheet = page.getByRole('dialog', { name: 'Register with Google' });
  await sheet.getByLabel('Client ID').fill(oauth.clientId);
  await sheet.getByLabel('Client secret').fill(oauth.clientSecret);
  await sheet.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Registered', { exact: true })).toBeVisible();
  await openServer(page);
  oauth.script = { page: true, refuse: { error: 'access_denied' } };
  await page.getByRole('button', { name: 'Connect your Google account' }).click();
  await page.getByRole('link', { name: 'Allow', exact: true }).click();
  await expect(page.getByText(/The permission was refused at Google/)).toBeVisible();
  oauth.script = { page: true };
  await page.getByRole('button', { name: 'Connect your Google account' }).click();
  await page.getByRole('link', { name: 'Allow', exact: true }).click();
  await expect(page.getByRole('heading', { name: `Connected as ${account}` })).toBeVisible();
  await expectAccessible(page);
});

test('tested and confirmed, it is fetched, emptied, and its books balance; its type is fixed', async ({ page }) => {
  await openServer(page);
  await page.getByRole('button', { name: 'Test & Confirm' }).click();
  await expect(page.getByText('Confirmed: mails come in from now on.')).toBeVisible();
  await expect(page.getByText(/2 mails, .* are deleted there once they are stored here/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  await page.getByRole('button', { name: 'Fetch now' }).click();
  await expect(page.getByText(/: 2 mails fetched/)).toBeVisible();
  await expect(page.getByText('The books balance', { exact: true })).toBeVisible();
  await expect(page.getByRole('radio', { name: /^IMAP/ })).toBeDisabled();
  await expectAccessible(page);
  expect(pop.mails).toEqual([]);
});

test('disconnected, the server says so', async ({ page }) => {
  await openServer(page);
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('button', { name: 'Disconnect account' }).click();
  await expect(page.getByText(`${account} is disconnected`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Connect your Google account' })).toBeVisible();
});

async function openServer(page: import('@playwright/test').Page): Promise<void> {
  await page.goto('/technical/incoming-servers?debug=1');
  await page.getByRole('link', { name: 'Sales at Google' }).click();
  await expect(page.getByRole('region', { name: 'Connected account' })).toBeVisible();
}
