import type { Page } from '@playwright/test';
import { expect, signIn, test, violations, withAdministrator } from './product-test.ts';
import { saveForm } from './steps.ts';

test.use({ productEnv: withAdministrator() });

const screens = [
  '/inbox',
  '/crm/leads',
  '/crm/leads/new',
  '/crm/leads/1',
  '/crm/teams',
  '/crm/teams/1',
  '/helpdesk/tickets',
  '/helpdesk/tickets/new',
  '/helpdesk/tickets/1',
  '/helpdesk/teams',
  '/helpdesk/teams/1',
  '/project/tasks',
  '/project/tasks/new',
  '/project/tasks/1',
  '/project/projects',
  '/project/projects/1',
  '/recruitment/applicants',
  '/recruitment/applicants/new',
  '/recruitment/applicants/1',
  '/recruitment/positions',
  '/recruitment/positions/1',
  '/contacts',
  '/contacts/1',
  '/sandbox',
  '/settings/general',
  '/settings/users',
  '/settings/companies',
  '/settings/captured-mail',
  '/settings/signing-keys',
  '/settings/preferences',
  '/settings/api-keys',
  '/settings/audit',
  '/technical/emails',
  '/technical/emails/failures',
  '/technical/incoming-mails',
  '/technical/incoming-mails/what-if',
  '/technical/outgoing-servers',
  '/technical/outgoing-servers/new',
  '/technical/incoming-servers',
  '/technical/incoming-servers/new',
  '/technical/aliases',
  '/technical/aliases/new',
  '/technical/alias-domains',
  '/technical/blacklist',
  '/technical/gateway-allow-list',
  '/technical/blocked-senders',
  '/technical/scheduled-actions',
  '/technical/system-parameters',
];

const looks = [
  { name: 'light, on a desk', colorScheme: 'light', width: 1440, height: 900 },
  { name: 'dark, on a phone', colorScheme: 'dark', width: 390, height: 844 },
  { name: 'dark, on a desk', colorScheme: 'dark', width: 1440, height: 900 },
  { name: 'light, on a phone', colorScheme: 'light', width: 390, height: 844 },
] as const;

for (const { name, colorScheme, width, height } of looks) {
  test(`every screen opens, fits and is accessible: ${name}`, async ({ page }) => {
    test.setTimeout(600_000);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height });
    await signIn(page);
    await page.goto('/inbox?debug=1');
    await expect(page).toHaveURL(/\/inbox$/);
    for (const path of screens) {
      await page.goto(path);
      await expectSettled(page);
      expect.soft(await sidewaysOverflow(page), `${path} scrolls sideways`).toBe(0);
      expect.soft(await violations(page), path).toEqual([]);
    }
  });
}

test('every link of the navigation leads to a screen with its own title', async ({ page }) => {
  await signIn(page);
  await page.goto('/inbox?debug=1');
  const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
  await expect(links.filter({ hasText: 'System parameters' })).toBeVisible();
  const paths = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  const titles = new Map<string, string>();
  for (const path of new Set(paths)) {
    await page.goto(path);
    await expectSettled(page);
    titles.set(path, await page.title());
  }
  expect(new Set(titles.values()).size, JSON.stringify([...titles])).toBe(titles.size);
});

test('a list is worked by keyboard: search, walk, select, open', async ({ page }) => {
  await signIn(page);
  await page.goto('/crm/leads');
  const rows = page.locator('[data-row]');
  await expect(rows.first()).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press('k');
  await page.keyboard.press('x');
  await expect(page.getByRole('region', { name: 'Selected rows' })).toContainText('1');
  await page.keyboard.press('x');
  await page.keyboard.press('/');
  await expect(page.getByPlaceholder('Search subject, address, phone')).toBeFocused();
  await page.keyboard.type('no lead is called like this');
  await expect(rows).toHaveCount(0);
  await page.getByPlaceholder('Search subject, address, phone').fill('');
  await expect(rows.first()).toBeVisible();
  await page.getByPlaceholder('Search subject, address, phone').blur();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/crm\/leads\/\d+$/);
});

test('a form is filled and saved by keyboard, and asks before changes are lost', async ({ page }) => {
  await signIn(page);
  await page.goto('/crm/leads/1');
  const phone = page.getByLabel(/^Phone/);
  // Once more where the page was not yet listening.
  await expect(async () => {
    await page.getByLabel(/^Email/).focus();
    await page.keyboard.press('Tab');
    await expect(phone).toBeFocused({ timeout: 500 });
  }).toPass({ timeout: 15_000 });
  await page.keyboard.type('+44 20 7946 0999');
  await page.getByRole('link', { name: 'Contacts' }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await phone.focus();
  await saveForm(page);
  await page.reload();
  await expect(phone).toHaveValue(/0999/);
});

test('the palette jumps to a screen, and the skip link to the content', async ({ page }) => {
  await signIn(page);
  await page.goto('/contacts');
  await expectSettled(page);
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Search or jump to').fill('sales teams');
  await expect(page.getByRole('option', { name: /Sales teams/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/crm\/teams$/);
  await page.goto('/contacts');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
});

/** The page is there, and nothing on it is still loading. */
async function expectSettled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached();
  await expect(page.locator('[role=status][aria-label^=Loading], [aria-busy=true]')).toHaveCount(0);
}

/** By how many pixels the page is wider than the window. */
function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

test('who goes on while the developer mode is switched by the address is not brought back', async ({ page }) => {
  await signIn(page);
  await page.goto('/inbox?debug=1');
  await expect(page.getByRole('link', { name: 'System parameters' })).toBeVisible();
  const { promise: goneOn, resolve: goOn } = Promise.withResolvers<void>();
  await page.route(/\/contacts(\?debug=0)?$/, async (route) => {
    if (route.request().method() === 'POST') await goneOn;
    await route.continue();
  });
  await page.goto('/contacts?debug=0');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'CRM' }).click();
  await expect(page).toHaveURL(/\/crm\/leads$/);
  goOn();
  await expect(page.getByText('Developer mode is off')).toBeVisible();
  await expectSettled(page);
  await expect(page).toHaveURL(/\/crm\/leads$/);
});
