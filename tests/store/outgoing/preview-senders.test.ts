import { afterAll, beforeAll, expect, test } from 'vitest';
import { previewSenders } from '#lib/mail/servers/preview-senders.ts';
import { makeCompany, makeUser, type TestUser } from '../../setup/people.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let anna: TestUser;
beforeAll(async () => {
  t = await openTestContext();
  const companyId = await makeCompany(t.ctx);
  anna = await makeUser(t.ctx, { name: 'Anna', email: 'anna@mycompany.example', companyId, role: 'administrator' });
});
afterAll(() => t.close());

const cases: [string, string, Record<string, string | null>][] = [
  [
    'without a filter everybody keeps their address',
    '',
    { 'anna@mycompany.example': 'anna@mycompany.example', 'mary@customer.example': 'mary@customer.example' },
  ],
  [
    'a filter of our domain keeps ours and rewrites the others to the default From',
    'mycompany.example',
    { 'anna@mycompany.example': 'anna@mycompany.example', 'mary@customer.example': 'notifications@mycompany.example' },
  ],
  [
    'a filter of one address sends everything From it',
    'office@outlook.example',
    { 'anna@mycompany.example': 'office@outlook.example', 'mary@customer.example': 'office@outlook.example' },
  ],
];
for (const [rule, fromFilter, expected] of cases) {
  test(rule, async () => {
    const previews = await previewSenders(t.as(anna.actor), { fromFilter });
    for (const [from, address] of Object.entries(expected)) {
      const found = previews.find((preview) => preview.from === from);
      expect(found?.headerFrom).toContain(address);
      expect(found?.rewritten).toBe(from !== address);
    }
  });
}

test('only administrators try filters out', async () => {
  const user = t.as({ ...anna.actor, role: 'user' });
  await expect(previewSenders(user, { fromFilter: '' })).rejects.toMatchObject({ code: 'forbidden' });
});
