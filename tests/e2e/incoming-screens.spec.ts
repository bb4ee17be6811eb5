import { type ApiClient, apiClient, bodyOf } from '../setup/api-client.ts';
import { ImapDouble } from '../setup/imap-double.ts';
import { type SampleMail, sampleMail } from '../setup/sample-mail.ts';
import { expect, expectAccessible, signIn, test, withAdministrator } from './product-test.ts';
import { saveForm } from './steps.ts';

test.use({ productEnv: withAdministrator() });
test.describe.configure({ mode: 'serial' });

let api: ApiClient;

const receive = async (mail: SampleMail) => bodyOf(await api.gateway(sampleMail(mail)));
const stray = (subject: string, more: SampleMail = {}) =>
  receive({ to: 'nobody-we-know@mycompany.example', subject, ...more });

test.beforeAll(async ({ product }) => {
  api = apiClient({ port: Number(new URL(product.url).port) }, product.apiKey);
  bodyOf(await api.post('/incoming-servers', { name: 'Old mailbox', type: 'push' }));
});
test.beforeEach(({ page }) => signIn(page));

test('quarantine is counted in the navigation, and worked off by keyboard', async ({ page }) => {
  await stray('Lamps for the hall', { from: '"Paul Stray" <paul@customer.example>' });
  await stray('Chairs for the hall', { from: '"Paul Stray" <paul@customer.example>' });
  await stray('From somebody else', { from: 'other@customer.example' });
  await page.goto('/technical/incoming-mails?debug=1');
  const entry = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Incoming mails/ });
  await expect(entry).toContainText('3');
  await page.goto('/technical/incoming-mails?outcome=quarantined&sender=paul%40customer.example');
  const rows = page.locator('[data-row]');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('Paul Stray');
  await expectAccessible(page);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  const bar = page.getByRole('region', { name: 'Selected rows' });
  await expect(bar).toContainText('2 selected');
  await bar.getByRole('button', { name: 'Discard 2 mails' }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('can be replayed or assigned later');
  await question.getByRole('button', { name: 'Discard 2 mails' }).click();
  await expect(page.getByText('2 mails discarded.')).toBeVisible();
  await expect(rows).toHaveCount(0);
  await expect(entry).toContainText('1');
});

for (const [width, height] of [
  [1440, 900],
  [1280, 360],
  [390, 640],
] as const) {
  test(`the bar of the selection hides no row at ${width} by ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto('/technical/incoming-mails');
    const row = page.locator('[data-row]').last();
    await row.getByRole('checkbox').click();
    const bar = page.getByRole('region', { name: 'Selected rows' });
    await expect(bar).toContainText('1 selected');
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    const [under, over] = [await row.boundingBox(), await bar.getByRole('status').boundingBox()];
    expect((under?.y ?? 0) + (under?.height ?? 0)).toBeLessThan(over?.y ?? 0);
    await expect(row).toBeInViewport({ ratio: 0.9 });
  });
}

test('a mail shows what was folded, its parts and its life; replaying it asks first', async ({ page }) => {
  const body = 'Fourteen, please.\r\n\r\nOn Friday Anna wrote:\r\n> Twelve chairs?\r\n';
  const { id } = await stray('How many chairs', { body });
  await page.goto(`/technical/incoming-mails/${id}`);
  await expect(page.getByText(/ GMT\+5:45$/)).toHaveCount(3);
  await page.getByRole('tab', { name: 'Text' }).click();
  const text = page.getByRole('region', { name: 'text of the mail' });
  await expect(text).toContainText('Folded as quote or signature');
  await page.getByRole('tab', { name: 'Parts' }).click();
  await expect(page.getByRole('list', { name: 'Parts of the mail' })).toContainText('text/plain');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Replay' }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('It goes through the rules again');
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Replay mail' }).click();
  await expect(page.getByText('Result: quarantined')).toBeVisible();
  const life = page.getByRole('list', { name: 'History of the mail' });
  await expect(life).toContainText('Replayed by');
  await page.getByRole('button', { name: 'Create document' }).click();
  await page.getByRole('menuitem', { name: /^lead$/i }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Create lead' }).click();
  await expect(life).toContainText('Made a document by');
  await expect(life.getByRole('link', { name: 'Lead: How many chairs' })).toBeVisible();
  await page.goto('/technical/incoming-mails?q=how+many');
  await page.locator('[data-row]').getByRole('link', { name: 'Lead: How many chairs' }).click();
  await expect(page.getByRole('article').filter({ hasText: 'Fourteen, please.' })).toBeVisible();
});

test('"What would happen?" takes a file, a server and an envelope, and tells the answer; nothing is stored', async ({
  page,
}) => {
  const alias = { localPart: 'board', model: 'lead', contactPolicy: 'employees' };
  bodyOf(await api.post('/aliases', alias));
  const paths = ['/records/lead', '/records/contact', '/incoming-mails', '/emails'];
  const count = () => Promise.all(paths.map(async (path) => bodyOf(await api.get(path)).total));
  const before = await count();
  await page.goto('/technical/incoming-mails/what-if');
  await page.getByRole('combobox', { name: 'Comes by' }).click();
  await page.getByRole('option', { name: 'Old mailbox' }).click();
  await page.getByLabel(/^Envelope recipient/).fill('board@mycompany.example');
  const raw = sampleMail({ to: 'board@mycompany.example', from: 'stranger@customer.example', subject: 'To the board' });
  await page.getByLabel('EML file').setInputFiles({ name: 'board.eml', mimeType: 'message/rfc822', buffer: raw });
  await expect(page.getByText('Bounced: policy').first()).toBeVisible();
  const answer = page.getByRole('article', { name: 'Re: To the board' });
  await expect(answer).toContainText('To stranger@customer.example');
  await expect(answer).toContainText('was not accepted');
  await expect(page.getByRole('list', { name: 'Parts of the mail' })).toBeVisible();
  await expectAccessible(page);
  expect(await count()).toEqual(before);
});

test('an address is shown as it will be saved, and one that is taken names its holder', async ({ page }) => {
  await page.goto('/helpdesk/teams/1');
  const address = page.getByLabel(/^Address/);
  await address.fill('Größe & Co');
  await expect(page.getByText('Saved as “gro?e-&-co”')).toBeVisible();
  await expect(page.getByText('gro?e-&-co@mycompany.example')).toBeVisible();
  await expectAccessible(page);
  await address.fill('sales');
  await expect(page.getByText(/become tickets of this team/).last()).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(page.getByText(/sales@mycompany\.example already belongs to the sales team/).first()).toBeVisible();
  await address.fill('service');
  await saveForm(page);
});

test('the default values of an alias are fields: what was chosen comes back by its name', async ({ page }) => {
  const sales = bodyOf(await api.get('/aliases?localPart=sales'));
  const [{ id, defaults }] = sales.items;
  await page.goto(`/technical/aliases/${id}`);
  await expect(page.getByText('No mail has come since')).toBeVisible();
  await page.getByRole('combobox', { name: /^Stage/ }).click();
  await page.getByRole('option', { name: 'Qualified' }).click();
  await expectAccessible(page);
  await saveForm(page);
  const after = bodyOf(await api.get(`/aliases/${id}`));
  expect(after.defaults).toEqual({ ...defaults, stage: 'qualified' });
});

test('a run of numbers of a mailbox is a filter that can be changed and taken away', async ({ page }) => {
  await page.goto('/technical/incoming-mails?folderId=7&uid__gte=120&uid__lte=480');
  await page.getByRole('button', { name: 'Filter Numbers in the mailbox: from 120 to 480. Edit' }).click();
  const editor = page.getByRole('dialog', { name: 'Filter by Numbers in the mailbox' });
  await expectAccessible(page);
  await editor.getByLabel('From').fill('200');
  await editor.getByLabel('To').fill('');
  await editor.getByRole('button', { name: 'Apply' }).click();
  await expect(page).toHaveURL(/folderId=7&uid__gte=200$/);
  await page.getByRole('button', { name: 'Remove the filter Numbers in the mailbox' }).click();
  await expect(page).toHaveURL(/folderId=7$/);
});

test('a default value that does not fit is told at the field it stands in', async ({ page }) => {
  const [{ id }] = bodyOf(await api.get('/aliases?localPart=sales')).items;
  await page.goto(`/technical/aliases/${id}`);
  await page.getByText('Further values').click();
  const values = page.getByLabel(/^Values as JSON/);
  await values.fill('{"colour": "red"}');
  await page.getByText('Further values').click();
  await page.keyboard.press('Control+s');
  await expect(values).toHaveAttribute('aria-invalid', 'true');
  await expect(values).toHaveAccessibleDescription(/A lead has no field "colour"\./);
  await expect(values).toBeFocused();
  await expectAccessible(page);
});

test('the page of a mailbox tells how far its fetch is, by itself, and how far processing lags', async ({ page }) => {
  const imap = await ImapDouble.start();
  imap.trouble = { noIdle: true, onFetch: () => 'drip' };
  const mails = 600;
  for (let number = 0; number < mails; number++) imap.deliver(sampleMail({ to: 'nobody-we-know@mycompany.example' }));
  const mailbox = { name: 'Large mailbox', host: '127.0.0.1', port: imap.port, encryption: 'none' };
  const { id } = bodyOf(await api.post('/incoming-servers', { ...mailbox, username: 'large', password: 'secret' }));
  expect(bodyOf(await api.post(`/incoming-servers/${id}/confirm`)).ok).toBe(true);
  await page.goto(`/technical/incoming-servers/${id}`);
  await expect(page.getByText('None: every mail is processed')).toBeVisible();
  await page.getByRole('button', { name: 'Fetch now' }).click();
  const progress = page.getByRole('region', { name: 'Fetch under way' });
  await expect(progress).toContainText(/\d+ of 600 mails fetched/, { timeout: 15_000 });
  await expect(progress.getByRole('progressbar', { name: 'Mails fetched' })).toBeVisible();
  await expectAccessible(page);
  await expect(progress).toContainText(/[1-9]\d* of 600 mails fetched/, { timeout: 15_000 });
  await expect(progress).toHaveCount(0, { timeout: 60_000 });
  await expect(page.getByText('None: every mail is processed')).toBeVisible({ timeout: 60_000 });
  await imap.stop();
});
