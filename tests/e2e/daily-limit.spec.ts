import { expect, expectAccessible, type RunningProduct, signIn, test, withAdministrator } from './product-test.ts';

test.use({
  productEnv: { ...withAdministrator(), PERFECTWORK_EDITION: 'online', DAILY_LIMIT: '5', SEED_DEMO: '0' },
});
test.describe.configure({ mode: 'serial' });
// The counter starts again at 23:00 UTC by the clock of this machine: not in the middle of these tests.
test.beforeAll(async () => {
  test.setTimeout(240_000);
  const resetIsNear = () => /T22:5[789]/.test(new Date().toISOString());
  await expect.poll(resetIsNear, { timeout: 200_000, intervals: [1000] }).toBe(false);
});
test.beforeEach(({ page }) => signIn(page));

interface Limit {
  used: number;
  stopped: number;
}

async function ask<T>(product: RunningProduct, path: string, body?: object): Promise<{ status: number; body: T }> {
  const response = await fetch(`${product.url}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${product.apiKey}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: (await response.json()) as T };
}

async function sendTo(product: RunningProduct, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const mail = { from: 'anna@mycompany.example', to: `mary${n}@customer.example`, subject: 'Offer', text: 'Hello' };
    expect((await ask(product, '/emails', mail)).status).toBe(201);
  }
}

test('the gauge fills as mails leave, then offers what saves mails', async ({ page, product }) => {
  await page.goto('/settings/general');
  const section = page.getByRole('main');
  await expect(section.getByText('of 5 mails')).toBeVisible();
  await expect(section.getByText('The limit is set by DAILY_LIMIT')).toBeVisible();
  await sendTo(product, 4);
  await expect.poll(async () => (await ask<Limit>(product, '/daily-limit')).body.used, { timeout: 20_000 }).toBe(4);
  await page.reload();
  await expect(section.getByText('Nearly used up')).toBeVisible();
  await expect(page.getByText(/of 5 mails of today are used; the counter starts again/)).toBeVisible();
  await expectAccessible(page);
});

test('mails over the limit fail with a reason, and the card counts them for a retry', async ({ page, product }) => {
  await sendTo(product, 3);
  await expect
    .poll(async () => (await ask<Limit>(product, '/daily-limit')).body, { timeout: 20_000 })
    .toMatchObject({ used: 5, stopped: 2, level: 'reached' });
  await page.goto('/settings/general');
  const main = page.getByRole('main');
  await expect(main.getByText('Used up')).toBeVisible();
  await expect(page.getByText(/All 5 mails of today are used/)).toBeVisible();
  await expect(main.getByRole('button', { name: 'Retry 2 mails' })).toBeDisabled();
  await expectAccessible(page);
  await page.goto('/technical/emails?state=failed');
  await expect(page.getByText(/The default server takes 5 mails a day/).first()).toBeVisible();
});

test('support’s questions are answered in a text to copy', async ({ page }) => {
  await page.goto('/settings/general');
  await page.getByRole('button', { name: 'Ask for a higher limit' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/Limit now: 5 mails a day/)).toBeVisible();
  await expect(dialog.getByText(/Bounce rate of the last 30 days: 0\.0 %/)).toBeVisible();
  await expectAccessible(page);
});

test('notifications move into PerfectWORK, for me and for everybody', async ({ page, product }) => {
  await page.goto('/settings/general');
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'Receive mine in PerfectWORK' }).click();
  await expect(page.getByText('Your notifications appear in the Inbox from now on')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Receive mine in PerfectWORK' })).toHaveCount(0);
  await main.getByRole('button', { name: /Receive everybody/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Change for everybody' }).click();
  await expect(page.getByText('Everybody reads notifications in PerfectWORK already')).toBeVisible();
  const users = await ask<{ items: { notification: string }[] }>(product, '/users');
  expect(users.body.items.map(({ notification }) => notification)).toEqual(['inbox']);
});

test('port 25 is refused with what to use instead', async ({ product }) => {
  const server = { name: 'Blocked', host: '127.0.0.1', port: 25, encryption: 'none', authentication: 'none' };
  const answer = await ask<{ errors: { path: string; message: string }[] }>(product, '/outgoing-servers', server);
  expect(answer.status).toBe(422);
  expect(answer.body.errors[0]).toMatchObject({ path: 'port' });
  expect(answer.body.errors[0]?.message).toContain('Use 465, 587 or 2525.');
});
