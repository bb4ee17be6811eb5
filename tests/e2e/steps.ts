import { expect, type Page } from '@playwright/test';

/** Creates a lead of a customer; answers the path of its page, which is open then. */
export async function createLead(page: Page, name: string, person: { name: string; email: string }): Promise<string> {
  await page.goto('/crm/leads/new');
  await page.getByLabel('Subject').fill(name);
  await page.getByLabel(/^Name of the person/).fill(person.name);
  await page.getByLabel(/^Email/).fill(person.email);
  await page.getByRole('button', { name: 'Create lead' }).click();
  await expect(page).toHaveURL(/\/crm\/leads\/\d+$/);
  return new URL(page.url()).pathname;
}

/** Sends a message from the chatter of the page to whom it proposes. */
export async function sendMessage(page: Page, to: string, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Send message' }).click();
  const composer = page.getByRole('region', { name: 'New message' });
  await expect(composer.getByText(to)).toBeVisible();
  await composer.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('article').filter({ hasText: text })).toBeVisible();
}

/** Saves the open form by keyboard. A message about an earlier save may still be on the page: the bar tells. */
export async function saveForm(page: Page): Promise<void> {
  const discard = page.getByRole('button', { name: 'Discard' });
  await expect(discard).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(discard).toBeHidden();
}

/** Opens a choice and takes one of its options. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}
