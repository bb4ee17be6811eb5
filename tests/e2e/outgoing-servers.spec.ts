import { Dovecot } from '../setup/dovecot.ts';
import { eventually } from '../setup/eventually.ts';
import { readMailbox } from '../setup/mail-client.ts';
import { canRunPostfix, type Postfix, startPostfix } from '../setup/postfix.ts';
import { expect, expectAccessible, signIn, test, withAdministrator } from './product-test.ts';
import { choose, saveForm } from './steps.ts';

test.use({ productEnv: withAdministrator() });
test.describe.configure({ mode: 'serial' });
test.skip(!canRunPostfix, 'Postfix runs for root only');

let dovecot: Dovecot;
let postfix: Postfix;

test.beforeAll(async () => {
  dovecot = await Dovecot.start();
  postfix = await startPostfix({
    lmtpPort: dovecot.ports.lmtp,
    catchall: { domain: 'mycompany.example', mailbox: 'catchall@mycompany.example', people: ['anna'] },
    settings: { message_size_limit: String(15 * 1_048_576) },
    selfSigned: true,
  });
});
test.afterAll(async () => {
  await postfix?.stop();
  await dovecot?.stop();
});
test.beforeEach(({ page }) => signIn(page));

test('a strict encryption refuses the certificate nobody vouches for, and shows it; without the check it is taken', async ({
  page,
}) => {
  await page.goto('/technical/outgoing-servers/new?debug=1');
  await page.getByRole('button', { name: /Another server/ }).click();
  await page.getByLabel('Name', { exact: true }).fill('Relay');
  await page.getByLabel('Host').fill('localhost');
  await choose(page, 'Encryption', 'STARTTLS, certificate checked');
  await page.getByLabel('Port').fill(String(postfix.port));
  await page.getByRole('radio', { name: /^None/ }).click();
  await page.getByRole('button', { name: 'Save and test' }).click();
  await expect(page.getByText('The test ends at the step marked above.')).toBeVisible();
  await expect(page.getByText(/certificate is self-signed/)).toBeVisible();
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  await choose(page, 'Encryption', 'STARTTLS, any certificate');
  await page.getByLabel('Port').fill(String(postfix.port));
  await saveForm(page);
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByText('The server takes mail from us.')).toBeVisible();
  await page.getByRole('button', { name: 'Test again' }).click();
  await expect(page.getByText('The server takes mail from us.')).toBeVisible();
  await expectAccessible(page);
});

test('the size limit is read from the server, and a test mail really arrives', async ({ page }) => {
  await openServer(page);
  await page.getByRole('button', { name: 'Read the size limit' }).click();
  await expect(page.getByText('The server takes mails up to 15 MB')).toBeVisible();
  await expect(page.getByLabel('Largest mail')).toHaveValue('15');
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Send a test mail' }).click();
  await page.getByLabel('To', { exact: true }).fill('mary@customer.example');
  await page.getByRole('button', { name: 'Send test mail' }).click();
  await expect(page).toHaveURL(/\/technical\/emails\/\d+$/);
  const mail = await eventually(async () => (await readMailbox(dovecot, 'mary@customer.example'))[0]);
  expect(mail.text).toContain('This is a test of the outgoing server "Relay"');
});

test('"Which server would send this?" answers for any sender, on the server and on the list', async ({ page }) => {
  await openServer(page);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Which server would send this?' }).click();
  const sheet = page.getByRole('dialog', { name: 'Which server would send this?' });
  await expect(sheet.getByRole('definition').first()).toHaveText('Relay');
  await page.keyboard.press('Escape');
  await page.goto('/technical/outgoing-servers');
  await page.getByRole('button', { name: 'Which server would send this?' }).click();
  await sheet.getByLabel('From').fill('Mary <mary@customer.example>');
  await sheet.getByRole('button', { name: 'Explain' }).click();
  await expect(sheet.getByRole('definition').first()).toHaveText('Relay');
  await expectAccessible(page);
});

test('changes are discarded or saved; a server in use is neither archived nor deleted until its mail is gone', async ({
  page,
  product,
}) => {
  await openServer(page);
  await page.getByLabel('Priority').fill('30');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByLabel('Priority')).toHaveValue('10');
  await page.getByLabel('Priority').fill('3');
  await page.getByRole('button', { name: /^Save/ }).click();
  await expect(page.getByText('Server saved')).toBeVisible();
  const ask = (method: string, path: string, body?: object) =>
    fetch(`${product.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${product.apiKey}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }).then((response) => response.json());
  const serverId = Number(new URL(page.url()).pathname.split('/').at(-1));
  const waiting = { to: 'mary@customer.example', subject: 'Later', text: 'Later', serverId };
  const { id } = await ask('POST', '/emails', { ...waiting, scheduledAt: new Date(Date.now() + 3_600_000) });
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await page.getByRole('button', { name: 'Archive server' }).click();
  await expect(page.getByRole('alertdialog').getByText(/1 waiting mail is bound to it/)).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await ask('POST', `/emails/${id}/cancel`);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await page.getByRole('button', { name: 'Archive server' }).click();
  await expect(page.getByText('Relay is archived')).toBeVisible();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Restore' }).click();
  await expect(page.getByText('Relay is active again')).toBeVisible();
});

test('the list tests and archives servers, and a deleted one is gone', async ({ page }) => {
  await page.goto('/technical/outgoing-servers?debug=1');
  const row = page.getByRole('row').filter({ hasText: 'Relay' });
  await row.hover();
  await row.getByRole('button', { name: 'Test the connection of Relay' }).click();
  await expect(page.getByText('The server takes mail from us.')).toBeVisible();
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  await row.getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Archive 1 server' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Archive 1 server' }).click();
  await expect(page.getByText('1 server is archived')).toBeVisible();
  await openServer(page);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete server' }).click();
  await expect(page.getByText('Relay is deleted')).toBeVisible();
  await expect(page).toHaveURL(/\/technical\/outgoing-servers$/);
  await expect(page.getByText('No server of your own')).toBeVisible();
});

async function openServer(page: import('@playwright/test').Page): Promise<void> {
  await page.goto('/technical/outgoing-servers?debug=1');
  await page.getByRole('link', { name: 'Relay' }).click();
  await expect(page.getByRole('heading', { name: 'Relay' })).toBeVisible();
}
