import { administrator, expect, expectAccessible, signIn, test } from './product-test.ts';
import { createLead, sendMessage } from './steps.ts';

test.use({ productEnv: { SEED_DEMO: '0' } });
test.describe.configure({ mode: 'serial' });

let lead = '';

test('whoever opens an empty product sets it up; wrong input is explained on its field', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/setup$/);
  await expectAccessible(page);
  const submit = page.getByRole('button', { name: 'Create company and sign in' });
  await page.getByLabel('Company').fill('My Company');
  await page.getByLabel('Your name').fill('Anna');
  await page.getByLabel('Email', { exact: true }).fill('anna at home');
  await page.getByLabel('Password').fill('short');
  await submit.click();
  await expect(page.getByText('Use at least 12 characters; three or four')).toBeVisible();
  await expect(page.getByLabel('Email', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Email', { exact: true })).toBeFocused();
  await expectAccessible(page);
  await page.getByLabel('Email', { exact: true }).fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await expect(page.getByLabel('Email domain')).toHaveAttribute('placeholder', 'mycompany.example');
  await submit.click();
  await expect(page.getByRole('button', { name: /^Anna: theme/ })).toBeVisible();
  await page.goto('/setup');
  await expect(page).not.toHaveURL(/setup/);
});

test('a lead is created and a message to the customer leaves from its chatter', async ({ page }) => {
  await signIn(page);
  lead = await createLead(page, 'Fifty chairs', { name: 'Mary Lind', email: 'mary@customer.example' });
  await sendMessage(page, 'Mary Lind', 'Which colour shall they have?');
  const message = page.getByRole('article', { name: 'Anna, message' });
  await expect(message.getByRole('button', { name: 'Sent: show recipients' })).toBeVisible();
});

test('the sandbox shows the mail as she sees it, and her answer slides into the chatter', async ({ page, context }) => {
  await signIn(page);
  await page.goto(lead);
  await expect(page.getByRole('article', { name: 'Anna, message' })).toBeVisible();
  const sandbox = await context.newPage();
  await sandbox.goto('/sandbox');
  await sandbox.getByRole('button', { name: /Fifty chairs/ }).click();
  const pane = sandbox.getByRole('region', { name: 'Message' });
  await expect(pane.getByRole('heading', { name: /Fifty chairs/ })).toBeVisible();
  await expect(
    pane.locator('iframe').contentFrame().getByText('Which colour shall they have?', { exact: true }),
  ).toBeVisible();
  await expectAccessible(sandbox);
  await pane.getByRole('button', { name: 'Reply' }).click();
  await pane.getByLabel('Your answer').fill('Green, please.');
  await pane.getByRole('button', { name: 'Send reply' }).click();
  await expect(sandbox.getByText('The answer came in')).toBeVisible();

  const answer = page.getByRole('article', { name: 'Mary Lind, message' });
  await expect(answer).toContainText('Green, please.');
  await expect(answer).not.toContainText('Which colour');
  await expect(page.getByRole('article', { name: 'Anna, message' }).getByTitle('Sent')).toBeVisible();
});

test('after signing out, a wrong password is refused in words and the right one lets in', async ({
  page,
  problems,
}) => {
  await signIn(page);
  await page.getByRole('button', { name: /^Anna: theme/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto(lead);
  await expect(page).toHaveURL(/\/sign-in/);
  await expectAccessible(page);
  await page.getByLabel('Email').fill(administrator.email);
  await page.getByLabel('Password', { exact: true }).fill('not the right words');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'do not match' })).toBeVisible();
  // The browser itself notes the answer 401.
  expect(problems.splice(0)).toEqual([expect.stringContaining('401')]);
  await page.getByLabel('Password', { exact: true }).fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Fifty chairs' })).toBeVisible();
});
