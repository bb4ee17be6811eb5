import { apiClient, bodyOf } from '../setup/api-client.ts';
import { type SmtpDouble, startSmtpDouble } from '../setup/smtp-double.ts';
import { expect, expectAccessible, signIn, test, withAdministrator } from './product-test.ts';

test.use({ productEnv: withAdministrator() });
test.describe.configure({ mode: 'serial' });

const content = 'the whole plan '.repeat(20_000);
let smtp: SmtpDouble;
let emailId: number;

test.beforeAll(async ({ product }) => {
  smtp = await startSmtpDouble();
  const { port } = new URL(product.url);
  const api = apiClient({ port: Number(port) }, product.apiKey);
  const server = { name: 'Relay', host: '127.0.0.1', port: smtp.port, encryption: 'none', authentication: 'none' };
  bodyOf(await api.post('/outgoing-servers', { ...server, maxMessageSizeMb: 0.1 }));
  const uploaded = await fetch(`${product.url}/api/v1/attachments?model=lead&recordId=1`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${product.apiKey}`,
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="plan.pdf"',
    },
    body: content,
  });
  const { id } = (await uploaded.json()) as { id: number };
  const mail = { from: 'anna@mycompany.example', to: 'mary@customer.example', subject: 'Plan', html: '<p>Here</p>' };
  emailId = bodyOf(await api.post('/emails', { ...mail, attachmentIds: [id] })).id;
});
test.afterAll(() => smtp.stop());

test('a file too large for the server is downloaded by its link until somebody revokes it', async ({
  page,
  browser,
  product,
}) => {
  await expect.poll(() => smtp.taken.length, { timeout: 20_000 }).toBe(1);
  const raw = smtp.taken[0]?.raw ?? '';
  expect(raw).not.toContain('filename=');
  await signIn(page);
  await page.goto(`/technical/emails/${emailId}`);
  const link = page.frameLocator('iframe').getByRole('link', { name: 'plan.pdf' });
  await expect(link).toBeVisible();
  const address = (await link.getAttribute('href')) ?? '';
  expect(address.startsWith(`${product.url}/files/`)).toBe(true);

  // The reader: another browser, signed in nowhere.
  const reader = await (await browser.newContext()).newPage();
  const saving = reader.waitForEvent('download');
  await reader.goto(address).catch(() => undefined);
  const download = await saving;
  expect(download.suggestedFilename()).toBe('plan.pdf');
  const answer = await reader.request.get(address);
  expect(await answer.text()).toBe(content);
  expect(answer.headers()).toMatchObject({
    'content-disposition': expect.stringContaining('attachment'),
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining('sandbox'),
  });

  await page.reload();
  const section = page.getByRole('region', { name: 'Files sent as links' });
  await expect(section).toContainText('downloaded 2 times');
  await expectAccessible(page);
  await section.getByRole('button', { name: 'Revoke the link to plan.pdf' }).click();
  await page.getByRole('button', { name: 'Revoke link' }).click();
  await expect(section).toContainText('Revoked');
  const refused = await reader.goto(address);
  expect(refused?.status()).toBe(404);
  await expect(
    reader.getByText('The sender has withdrawn the link to plan.pdf. Ask them to send it again.'),
  ).toBeVisible();
  await reader.context().close();
});
