import { afterAll, beforeAll, expect, test } from 'vitest';
import { findContact } from '#lib/documents/contact/find-contacts.ts';
import { readRecord } from '#lib/documents/read-record.ts';
import { makeCompany, makeContact, makeUser, type TestUser } from '../../setup/people.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let anna: TestUser;
let customerId: number;
beforeAll(async () => {
  t = await openTestContext();
  const companyId = await makeCompany(t.ctx);
  // Contacts before the user, so that no id of one is by chance that of the other.
  customerId = await makeContact(t.ctx, 'Mary', 'mary@customer.example');
  await makeContact(t.ctx, 'Anna, as a customer', 'anna@mycompany.example');
  anna = await makeUser(t.ctx, { name: 'Anna', email: 'anna@mycompany.example', companyId });
});
afterAll(() => t.close());

test('a contact names the user behind it, and no other', async () => {
  expect(await readRecord(t.ctx, 'contact', anna.contactId)).toMatchObject({ userId: anna.userId, blacklisted: false });
  expect(await readRecord(t.ctx, 'contact', customerId)).toMatchObject({ userId: null });
});

test('among contacts with one address the user’s is the author', async () => {
  expect(await findContact(t.ctx, 'anna@mycompany.example')).toMatchObject({ id: anna.contactId });
});
