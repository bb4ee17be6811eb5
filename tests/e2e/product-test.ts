import { rmSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import {
  findFreePort,
  makeDataDir,
  type Product,
  processesOf,
  startProduct,
  until,
  untilReady,
} from '../setup/run-product.ts';

export interface RunningProduct {
  url: string;
  dataDir: string;
  /** A key with every scope, where the product was started with an administrator. */
  apiKey: string;
}

export const administrator = { email: 'anna@mycompany.example', password: 'correct horse battery staple' };
const apiKey = 'key-of-the-browser-tests-0123456789abcdef';

interface Options {
  /** Environment of the product of this file; one product serves all its tests. */
  productEnv: Record<string, string>;
}

/** Tests with a product of their own: started before the first test of a file, gone without a trace after the last. */
export const test = base.extend<{ problems: string[] }, Options & { product: RunningProduct }>({
  productEnv: [{}, { option: true, scope: 'worker' }],
  product: [
    async ({ productEnv }, use) => {
      const dataDir = makeDataDir();
      const product = await startProduct(dataDir, { SANDBOX_SMTP_PORT: String(await findFreePort()), ...productEnv });
      await untilReady(product);
      await use({ url: `http://localhost:${product.port}`, dataDir, apiKey });
      await endProduct(product);
      rmSync(dataDir, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 320_000 },
  ],
  baseURL: ({ product }, use) => use(product.url),
  /** What the browser complained about; every test ends without any. */
  problems: [
    async ({ context }, use) => {
      const problems: string[] = [];
      context.on('weberror', (error) => problems.push(String(error.error())));
      context.on('console', (entry) => {
        if (entry.type() !== 'error' || isOwnTrace(entry.text())) return;
        problems.push(`${entry.text()} (${entry.location().url})`);
      });
      await use(problems);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/**
 * What a product needs in its environment to have an administrator and demo documents from the start. A new object
 * each time: files that gave the same one would share a product.
 */
export function withAdministrator(): Record<string, string> {
  return {
    BOOTSTRAP_ADMIN_EMAIL: administrator.email,
    BOOTSTRAP_ADMIN_PASSWORD: administrator.password,
    BOOTSTRAP_API_KEY: apiKey,
    SEED_DEMO: '1',
  };
}

/** Signs in as a person does. */
export async function signIn(page: Page, account = administrator): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** No violation of WCAG 2.2 AA on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([]);
}

/** What breaks WCAG 2.2 AA on the page as it stands, and where; without the frames of mails, which run no scripts. */
export async function violations(page: Page): Promise<string[]> {
  // A page that was led to gets its title a moment after its content.
  await expect(page).toHaveTitle(/./);
  const axe = new AxeBuilder({ page })
    // What is in order is not described, and no second page is opened to join the findings of frames: there are none.
    .options({ resultTypes: ['violations'] })
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .exclude('iframe');
  const found = await axe.analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`);
}

/** The scripts by which these tests look into the frame of a mail: it runs none, and Chromium says so. */
function isOwnTrace(text: string): boolean {
  return text.startsWith('Blocked script execution') && text.includes('/mail-bodies/');
}

async function endProduct(product: Product): Promise<void> {
  product.process.kill('SIGTERM');
  await product.ended;
  await until(() => processesOf(product.dataDir).length === 0, 20_000);
}
