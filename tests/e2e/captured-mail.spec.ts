import pg from 'pg';
import { findEmbeddedPostgres } from '#lib/db/embedded.ts';
import { type ApiClient, apiClient, bodyOf } from '../setup/api-client.ts';
import { type SmtpDouble, startSmtpDouble } from '../setup/smtp-double.ts';
import { expect, expectAccessible, signIn, test, withAdministrator } from './product-test.ts';

test.use({ productEnv: withAdministrator() });
test.describe.configure({ mode: 'serial' });

let smtp: SmtpDouble;
let api: ApiClient;

/** What the first start on a copied DATA_DIR does, see the flow tests; here the screens of such a database are used. */
test.beforeAll(async ({ product }) => {
  smtp = await startSmtpDouble();
  api = apiClient({ port: Number(new URL(product.url).port) }, product.apiKey);
  const server = { name: 'Relay', host: '127.0.0.1', port: smtp.port, encryption: 'none', authentication: 'none' };
  bodyOf(await api.post('/outgoing-servers', server));
  const client = new pg.Client({ connectionString: findEmbeddedPostgres(product.dataDir) });
  await client.connect();
  await client.query(`update instance set identity = 'of another installation', capture_since = now()`);
  await client.end();
  await send('mary@customer.example', 'Our offer');
  await send('paul@customer.example', 'Your invoice');
  const scheduledAt = new Date(Date.now() + 86_400_000);
  await send('later@customer.example', 'Next week', { scheduledAt });
  await expect.poll(async () => bodyOf(await api.get('/instance')).captured).toBe(2);
});
test.afterAll(() => smtp.stop());
test.beforeEach(({ page }) => signIn(page));

test('every page says that nothing leaves, and shows what would have left', async ({ page }) => {
  await page.goto('/crm/leads');
  const banner = page.getByRole('status').filter({ hasText: 'This is a copy of a database: nothing leaves.' });
  await expect(banner).toContainText(/Capturing began .*: 2 mails so far\./);
  await banner.getByRole('link', { name: 'See what would have left' }).click();
  await expect(page.getByRole('heading', { name: 'Captured mail' })).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: 'Our offer' });
  await expect(row).toContainText('mary@customer.example');
  await expect(row).toContainText('Relay');
  await expect(row).toContainText('Kept here');
  await expectAccessible(page);
  await row.getByRole('link', { name: 'Our offer' }).click();
  await expect(page.getByText('Kept here instead of leaving through Relay')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'See the mail' }).click();
  await expect(page).toHaveURL(/\/technical\/emails\/\d+$/);
  await expect(page.getByText('Captured', { exact: true }).first()).toBeVisible();
  await expect(page.getByText('the sandbox takes the mail instead of Relay')).toBeAttached();
});

test('a claim says with numbers what it does, cancels what waits, and mail leaves', async ({ page }) => {
  await page.goto('/settings/captured-mail');
  await page.getByRole('button', { name: 'Claim this database' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('1 mail leaves at its own time through 1 outgoing server.');
  await expect(dialog).toContainText('2 captured mails stay in the sandbox');
  await expectAccessible(page);
  await dialog.getByRole('checkbox', { name: 'Cancel 1 waiting mail first' }).click();
  await expect(dialog).toContainText('1 waiting mail is cancelled and never leaves.');
  await dialog.getByRole('button', { name: 'Cancel 1 mail and claim' }).click();
  await expect(page.getByText('The database is claimed: mail leaves from now on.')).toBeVisible();
  await expect(page.getByText('This is a copy of a database')).toHaveCount(0);
  await expect(page.getByText('This database sends')).toBeVisible();
  expect(smtp.taken).toEqual([]);
  await send('after@customer.example', 'For real');
  await expect.poll(() => smtp.taken.flatMap((mail) => mail.to)).toEqual(['after@customer.example']);
});

test('captured mail is sent for real when somebody says so', async ({ page }) => {
  await page.goto('/settings/captured-mail');
  const row = page.getByRole('row').filter({ hasText: 'Your invoice' });
  await row.getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Send 1 mail for real' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Send 1 mail for real' }).click();
  await expect(page.getByText('1 mail goes out now.')).toBeVisible();
  await expect(row).toContainText('Sent for real');
  await expect.poll(() => smtp.taken.at(-1)?.to).toEqual(['paul@customer.example']);
});

async function send(to: string, subject: string, more: object = {}): Promise<void> {
  bodyOf(await api.post('/emails', { from: 'anna@mycompany.example', to, subject, text: 'Here it is.', ...more }));
}
