import { desc } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditEvent } from '#drizzle/schema/audit-event.ts';
import { userAccount } from '#drizzle/schema/user-account.ts';
import { setEveryonesNotification } from '#lib/users/set-everyones-notification.ts';
import { makeCompany, makeUser } from '../../setup/people.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
beforeAll(async () => {
  t = await openTestContext();
});
afterAll(() => t.close());

test('an administrator moves all notifications into PerfectWORK, and the audit log says whose', async () => {
  const companyId = await makeCompany(t.ctx);
  const email = (name: string) => `${name.toLowerCase()}@mycompany.example`;
  const person = (name: string) => ({ companyId, name, email: email(name) });
  const anna = await makeUser(t.ctx, { ...person('Anna'), role: 'administrator' });
  const ben = await makeUser(t.ctx, person('Ben'));
  await makeUser(t.ctx, { ...person('Carla'), notification: 'inbox' });
  await expect(setEveryonesNotification(t.as(ben.actor), { notification: 'inbox' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect(await setEveryonesNotification(t.as(anna.actor), { notification: 'inbox' })).toEqual({ changed: 2 });
  const users = await t.ctx.db.select({ notification: userAccount.notification }).from(userAccount);
  expect(users.map(({ notification }) => notification)).toEqual(['inbox', 'inbox', 'inbox']);
  const [entry] = await t.ctx.db.select().from(auditEvent).orderBy(desc(auditEvent.id)).limit(1);
  expect(entry).toMatchObject({
    action: 'user.notification-for-all',
    userId: anna.userId,
    after: { notification: 'inbox', userIds: [anna.userId, ben.userId] },
  });
});
