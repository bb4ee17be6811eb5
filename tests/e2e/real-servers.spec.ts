import { Dovecot } from '../setup/dovecot.ts';
import { eventually } from '../setup/eventually.ts';
import { type ReceivedMail, readMailbox, replyTo, submitMail } from '../setup/mail-client.ts';
import { canRunPostfix, type Postfix, startPostfix } from '../setup/postfix.ts';
import { expect, expectAccessible, signIn, test, withAdministrator } from './product-test.ts';
import { choose, createLead, saveForm, sendMessage } from './steps.ts';

test.use({ productEnv: withAdministrator() });
test.describe.configure({ mode: 'serial' });
test.skip(!canRunPostfix, 'Postfix runs for root only');

const catchall = { domain: 'mycompany.example', mailbox: 'catchall@mycompany.example', people: ['anna'] };
let dovecot: Dovecot;
let postfix: Postfix;
let lead = '';
let atMarys: ReceivedMail;

test.beforeAll(async () => {
  dovecot = await Dovecot.start();
  // Everybody but this one exists.
  const settings = {
    smtpd_recipient_restrictions:
      'check_recipient_access inline:{nobody@customer.example=REJECT}, permit_mynetworks, reject',
  };
  postfix = await startPostfix({ lmtpPort: dovecot.ports.lmtp, catchall, settings });
});
test.afterAll(async () => {
  await postfix?.stop();
  await dovecot?.stop();
});
test.beforeEach(({ page }) => signIn(page));

test('the outgoing server is connected, and its test ticks off every step', async ({ page }) => {
  await page.goto('/technical/outgoing-servers/new?debug=1');
  await page.getByRole('button', { name: /Another server/ }).click();
  await page.getByLabel('Name', { exact: true }).fill('Postfix');
  await page.getByLabel('Host').fill('127.0.0.1');
  await choose(page, 'Encryption', 'None');
  await page.getByLabel('Port').fill(String(postfix.port));
  await page.getByRole('radio', { name: /^None/ }).click();
  await page.getByRole('button', { name: 'Save and test' }).click();
  await expect(page.getByText('The server takes mail from us.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(page.getByRole('heading', { name: 'Postfix' })).toBeVisible();
});

test('the mailbox is connected and confirmed; a wrong password is refused with the server’s words', async ({
  page,
}) => {
  await page.goto('/technical/incoming-servers/new');
  await page.getByLabel('Name', { exact: true }).fill('Dovecot');
  await page.getByLabel('Server name').fill('127.0.0.1');
  await choose(page, 'Encryption', 'None');
  await page.getByLabel('Port').fill(String(dovecot.ports.imap));
  await page.getByLabel('Username').fill(catchall.mailbox);
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Save and test' }).click();
  await expect(page.getByText('The test ends at the step marked above.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  await page.getByText('Replace', { exact: true }).click();
  await page.getByLabel('Password').fill(dovecot.password);
  await saveForm(page);
  await page.getByRole('button', { name: 'Test & Confirm' }).click();
  await expect(page.getByText('Confirmed: mails come in from now on.')).toBeVisible();
});

test('a message in the chatter is in the customer’s mailbox', async ({ page }) => {
  lead = await createLead(page, 'Fünfzig Stühle', { name: 'Mary Lind', email: 'mary@customer.example' });
  await sendMessage(page, 'Mary Lind', 'Grün oder blau?');
  await expect(page.getByRole('button', { name: 'Sent: show recipients' })).toBeVisible();
  atMarys = await eventually(async () => (await readMailbox(dovecot, 'mary@customer.example'))[0]);
  expect(atMarys.text).toContain('Grün oder blau?');
});

test('her answer comes in by itself and stands in the chatter as hers', async ({ page }) => {
  await submitMail(postfix.port, replyTo(atMarys, 'Mary Lind <mary@customer.example>', 'Grün, please.'));
  await eventually(async () => (await readMailbox(dovecot, catchall.mailbox))[0]);
  await page.goto('/technical/incoming-servers');
  await page.getByRole('link', { name: 'Dovecot' }).click();
  await expect(page.getByText(/^On \(IDLE\)/)).toBeVisible();
  await expect(page.getByText('The books balance')).toBeVisible();
  await expect(page.getByText('1 of 1 numbers accounted for')).toBeVisible();
  await page.getByRole('button', { name: 'Fetch now' }).click();
  await expect(page.getByText('Dovecot: nothing new')).toBeVisible();
  await page.getByRole('button', { name: 'Check the books now' }).click();
  await expect(page.getByText('nothing was missing')).toBeVisible();
  await page.getByRole('button', { name: /Show the ranges/ }).click();
  await expect(page.getByRole('link', { name: '1', exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.goto(lead);
  const answer = page.getByRole('article', { name: 'Mary Lind, message' });
  await expect(answer).toContainText('Grün, please.');
  await expect(answer).not.toContainText('oder blau');
});

test('a refused recipient turns the envelope red, and a corrected address gets the mail', async ({ page }) => {
  await createLead(page, 'Twelve desks', { name: 'Nora Berg', email: 'nobody@customer.example' });
  await sendMessage(page, 'Nora Berg', 'Do you need lamps, too?');
  await page.getByRole('button', { name: 'Not delivered to everybody: show recipients' }).click();
  const recipients = page.getByRole('dialog', { name: 'Recipients' });
  await expect(recipients).toContainText('nobody@customer.example');
  await expect(recipients).toContainText(/refused|does not exist|no such/i);
  await expectAccessible(page);
  await recipients.getByLabel('Address of Nora Berg').fill('nora@customer.example');
  await recipients.getByRole('button', { name: 'Correct and retry' }).click();
  await expect(page.getByRole('button', { name: 'Sent: show recipients' })).toBeVisible();
  const mail = await eventually(async () => (await readMailbox(dovecot, 'nora@customer.example'))[0]);
  expect(mail.text).toContain('Do you need lamps, too?');
});
