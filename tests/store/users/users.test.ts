import { afterAll, beforeAll, expect, test } from 'vitest';
import { askForPassword } from '#lib/auth/passwords/ask-for-password.ts';
import { choosePassword } from '#lib/auth/passwords/choose-password.ts';
import { readLink } from '#lib/auth/passwords/read-link.ts';
import { readSession } from '#lib/auth/session.ts';
import { signIn } from '#lib/auth/sign-in.ts';
import { companyListFields } from '#lib/companies/company-schema.ts';
import { createCompany } from '#lib/companies/create-company.ts';
import { listCompanies } from '#lib/companies/list-companies.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import { parseListQuery } from '#lib/core/list-query.ts';
import { anonymousActor, type Ctx } from '#lib/db/context.ts';
import { emailListFields } from '#lib/mail/outgoing/email-schema.ts';
import { listEmails } from '#lib/mail/outgoing/list-emails.ts';
import { readEmail } from '#lib/mail/outgoing/read-email.ts';
import { createUser } from '#lib/users/create-user.ts';
import { inviteUser } from '#lib/users/invite-user.ts';
import { listUsers } from '#lib/users/list-users.ts';
import { readUser } from '#lib/users/read-user.ts';
import { updateUser } from '#lib/users/update-user.ts';
import { userListFields } from '#lib/users/user-schema.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let anonymous: Ctx;
beforeAll(async () => {
  t = await openTestContext();
  anonymous = { ...t.ctx, actor: anonymousActor };
});
afterAll(() => t.close());

const visitor = { ipAddress: '192.0.2.1', userAgent: null };
const password = 'correct horse battery';

/** The token in the newest mail to an address; null when there is none. */
async function tokenMailedTo(email: string): Promise<string | null> {
  const page = await listEmails(t.ctx, parseListQuery(new URLSearchParams(), emailListFields));
  const sent = page.items.find((item) => item.to?.includes(email));
  const html = sent ? JSON.stringify(await readEmail(t.ctx, sent.id)) : '';
  return /\/(?:invitation|reset-password)\/([\w-]{40,})/.exec(html)?.[1] ?? null;
}

test('an invited user follows the link in the mail, chooses a password and is signed in', async () => {
  const user = await createUser(t.ctx, { name: 'Berta', email: 'berta@acme.example' });
  expect(user.invited).toBe(true);
  const token = (await tokenMailedTo('berta@acme.example')) ?? '';
  expect(await readLink(anonymous, token, 'invitation')).toEqual({ name: 'Berta', email: 'berta@acme.example' });
  expect(await readLink(anonymous, token, 'password_reset')).toBeNull();
  const { sessionToken } = await choosePassword(anonymous, { token, kind: 'invitation', password }, visitor);
  expect(await readSession(anonymous, sessionToken)).toMatchObject({ userId: user.id });
  const again = choosePassword(anonymous, { token, kind: 'invitation', password }, visitor);
  await expect(again).rejects.toMatchObject({ code: 'conflict' });
  await expect(inviteUser(t.ctx, user.id)).rejects.toMatchObject({ code: 'conflict' });
});

test('a forgotten password is answered alike for strangers, and the link works once, for two hours', async () => {
  const email = 'carl@acme.example';
  await createUser(t.ctx, { name: 'Carl', email, password });
  expect(await askForPassword(anonymous, { email: 'stranger@acme.example' }, visitor)).toBeUndefined();
  expect(await tokenMailedTo('stranger@acme.example')).toBeNull();
  expect(await askForPassword(anonymous, { email: 'Carl@Acme.example' }, visitor)).toBeUndefined();
  const token = (await tokenMailedTo(email)) ?? '';
  const later = { ...anonymous, now: () => addMilliseconds(new Date(), 2 * 3_600_000 + 1000) };
  expect(await readLink(later, token, 'password_reset')).toBeNull();
  const input = { token, kind: 'password_reset' as const, password: 'battery staple horse' };
  const both = await Promise.allSettled([1, 2].map(() => choosePassword(anonymous, input, visitor)));
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await expect(signIn(anonymous, { email, password }, visitor, null)).rejects.toMatchObject({
    code: 'unauthenticated',
  });
});

test('the last administrator keeps the role, even when two take it from each other at once', async () => {
  const make = (name: string) =>
    createUser(t.ctx, { name, email: `${name}@acme.example`, password, role: 'administrator' });
  const [dora, emil] = [await make('dora'), await make('emil')];
  const outcomes = await Promise.allSettled([dora, emil].map(({ id }) => updateUser(t.ctx, id, { role: 'user' })));
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const left = (await readUser(t.ctx, dora.id)).role === 'administrator' ? dora : emil;
  await expect(updateUser(t.ctx, left.id, { active: false })).rejects.toMatchObject({ code: 'conflict' });
});

test('one address signs in one user', async () => {
  await createUser(t.ctx, { name: 'Frida', email: 'frida@acme.example', password });
  const twice = createUser(t.ctx, { name: 'Other', email: 'FRIDA@acme.example', password });
  await expect(twice).rejects.toMatchObject({ code: 'conflict', details: { errors: [{ path: 'email' }] } });
});

test('users see their own companies only, and may not manage users', async () => {
  const mine = await createCompany(t.ctx, { name: 'Mine' });
  const other = await createCompany(t.ctx, { name: 'Other' });
  const user = await createUser(t.ctx, { name: 'Gina', email: 'gina@acme.example', password, companyIds: [mine.id] });
  const ctx = t.as({ role: 'user', userId: user.id, companyIds: user.companyIds });
  const page = await listCompanies(ctx, parseListQuery(new URLSearchParams(), companyListFields));
  expect(page.items.map(({ name }) => name)).toEqual(['Mine']);
  const colleagues = await listUsers(ctx, parseListQuery(new URLSearchParams(), userListFields));
  expect(colleagues.items.map(({ name }) => name)).toEqual(['Gina']);
  const stranger = await createUser(t.ctx, { name: 'Hugo', email: 'hugo@other.example', password });
  await updateUser(t.ctx, stranger.id, { companyIds: [other.id] });
  await expect(readUser(ctx, stranger.id)).rejects.toMatchObject({ code: 'not_found' });
  expect(await readUser(ctx, user.id)).toMatchObject({ name: 'Gina' });
  await expect(updateUser(ctx, user.id, { role: 'administrator' })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(createUser(ctx, { name: 'X', email: 'x@acme.example' })).rejects.toMatchObject({ code: 'forbidden' });
  const unknown = updateUser(t.ctx, user.id, { companyIds: [999_999] });
  await expect(unknown).rejects.toMatchObject({ details: { errors: [{ path: 'companyIds' }] } });
});
