import { expect, expectAccessible, signIn, test, withAdministrator } from './product-test.ts';

test.use({ productEnv: withAdministrator() });

test('which server would send this, by whom, and why', async ({ page, product, request }) => {
  const headers = { authorization: `Bearer ${product.apiKey}` };
  const server = { host: '127.0.0.1', port: 2525, encryption: 'none' };
  for (const one of [
    { name: 'Ours', fromFilter: 'mycompany.example' },
    { name: 'Relay for all', fromFilter: null },
    { name: 'Shop', fromFilter: 'shop.example' },
  ]) {
    const created = await request.post('/api/v1/outgoing-servers', { headers, data: { ...server, ...one } });
    expect(created.status()).toBe(201);
  }
  await signIn(page);
  await page.goto('/technical/outgoing-servers?debug=1');
  await page.getByRole('button', { name: 'Which server would send this?' }).click();
  const sheet = page.getByRole('dialog', { name: 'Which server would send this?' });
  const answer = sheet.getByRole('definition');
  await expect(answer.first()).toHaveText('Ours');

  await sheet.getByLabel('From').fill('Mary Lind <mary@partner.example>');
  await sheet.getByRole('button', { name: 'Explain' }).click();
  await expect(answer.nth(1)).toHaveText('"Mary Lind" <notifications@mycompany.example> (rewritten)');
  await expect(sheet.getByRole('list', { name: 'Decision trace' })).toContainText('Default From domain');
  await expectAccessible(page);

  await sheet.getByLabel('Forced server').click();
  await page.getByRole('option', { name: /Relay for all/ }).click();
  await expect(answer.first()).toHaveText('Relay for all');
  await expect(answer.nth(1)).toHaveText('"Mary Lind" <mary@partner.example>');
  await expect(answer.last()).toHaveText('Lets everybody send for the domain');

  await sheet.getByLabel('Forced server').click();
  await page.getByRole('option', { name: /Shop/ }).click();
  await expect(answer.nth(1)).toHaveText('"Mary Lind" <notifications@shop.example> (rewritten)');
  await sheet.getByRole('button', { name: 'Clear' }).click();
  await expect(answer.first()).toHaveText('Ours');

  await sheet.getByLabel('From').fill('anna@mycompany.example, boss@mycompany.example');
  await sheet.getByRole('button', { name: 'Explain' }).click();
  await expect(sheet).toContainText('names several addresses');
  await expectAccessible(page);
});
