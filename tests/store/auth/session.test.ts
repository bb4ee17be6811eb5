import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeyListFields } from '#lib/auth/api-keys/api-key-schema.ts';
import { createApiKey } from '#lib/auth/api-keys/create-api-key.ts';
import { listApiKeys } from '#lib/auth/api-keys/list-api-keys.ts';
import { revokeApiKey } from '#lib/auth/api-keys/revoke-api-key.ts';
import { authenticateApiKey } from '#lib/auth/authenticate-api-key.ts';
import { changePassword } from '#lib/auth/passwords/change-password.ts';
import { endSession, endSessionsOf, readSession } from '#lib/auth/session.ts';
import { signIn } from '#lib/auth/sign-in.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import { parseListQuery } from '#lib/core/list-query.ts';
import { type Actor, anonymousActor, type Ctx } from '#lib/db/context.ts';
import { createUser } from '#lib/users/create-user.ts';
import { updateUser } from '#lib/users/update-user.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let anonymous: Ctx;
beforeAll(async () => {
  t = await openTestContext();
  anonymous = { ...t.ctx, actor: anonymousActor };
});
afterAll(() => t.close());

const password = 'correct horse battery';
let count = 0;

/** A user of their own for each test, who signs in from an address of their own. */
async function makeUser() {
  count += 1;
  const email = `user${count}@acme.example`;
  const visitor = { ipAddress: `192.0.2.${count}`, userAgent: 'a browser' };
  const user = await createUser(t.ctx, { name: `Person ${count}`, email, password });
  const enter = (secret = password) => signIn(anonymous, { email, password: secret }, visitor, null);
  return { ...user, visitor, enter };
}

test('a right password opens a session of its own each time; signing out ends that one', async () => {
  const user = await makeUser();
  const first = await user.enter();
  const second = await user.enter();
  expect(first.sessionToken).not.toBe(second.sessionToken);
  expect(await readSession(anonymous, first.sessionToken)).toMatchObject({ kind: 'user', userId: user.id });
  await endSession(anonymous, first.sessionToken);
  expect(await readSession(anonymous, first.sessionToken)).toBeNull();
  expect(await readSession(anonymous, second.sessionToken)).not.toBeNull();
});

test('signing out everywhere ends all sessions', async () => {
  const user = await makeUser();
  const tokens = [(await user.enter()).sessionToken, (await user.enter()).sessionToken];
  expect(await endSessionsOf(anonymous, user.id)).toBe(2);
  for (const token of tokens) expect(await readSession(anonymous, token)).toBeNull();
});

test('a session ends after 30 days', async () => {
  const { sessionToken } = await (await makeUser()).enter();
  const after = (days: number): Ctx => ({ ...anonymous, now: () => addMilliseconds(new Date(), days * 86_400_000) });
  expect(await readSession(after(29), sessionToken)).not.toBeNull();
  expect(await readSession(after(31), sessionToken)).toBeNull();
});

test.each([
  ['another role', { role: 'template_editor' }],
  ['a new password', { password: 'battery staple horse' }],
  ['deactivation', { active: false }],
] as const)('%s ends the sessions of a user', async (_name, change) => {
  const user = await makeUser();
  const { sessionToken } = await user.enter();
  await updateUser(t.ctx, user.id, change);
  expect(await readSession(anonymous, sessionToken)).toBeNull();
});

test("changing one's own password ends the other browsers and keeps this one", async () => {
  const user = await makeUser();
  const { sessionToken } = await user.enter();
  const ctx = { ...t.ctx, actor: (await readSession(anonymous, sessionToken)) as Actor };
  const wrong = changePassword(ctx, { currentPassword: 'wrong', newPassword: 'battery staple horse' }, user.visitor);
  await expect(wrong).rejects.toMatchObject({ details: { errors: [{ path: 'currentPassword' }] } });
  const next = await changePassword(
    ctx,
    { currentPassword: password, newPassword: 'battery staple horse' },
    user.visitor,
  );
  expect(await readSession(anonymous, sessionToken)).toBeNull();
  expect(await readSession(anonymous, next.sessionToken)).toMatchObject({ userId: user.id });
  await expect(user.enter()).rejects.toMatchObject({ code: 'unauthenticated' });
  expect(await user.enter('battery staple horse')).toHaveProperty('sessionToken');
});

test('an unknown address and a wrong password are refused in the same words', async () => {
  const user = await makeUser();
  const unknown = signIn(anonymous, { email: 'nobody@acme.example', password }, user.visitor, null);
  const words = await unknown.catch((error) => error.message);
  await expect(user.enter('wrong')).rejects.toMatchObject({ code: 'unauthenticated', message: words });
});

test('the eleventh wrong password in a row closes the account for a while, even to the right one', async () => {
  const user = await makeUser();
  const attempts = await Promise.allSettled(Array.from({ length: 10 }, () => user.enter('wrong')));
  expect(attempts.every(({ status }) => status === 'rejected')).toBe(true);
  await expect(user.enter()).rejects.toMatchObject({
    code: 'rate_limited',
    message: /Try again in 15 minutes/,
    details: { retryAfterSeconds: expect.any(Number) },
  });
});

test('a right password forgets the wrong ones before it', async () => {
  const user = await makeUser();
  for (let round = 0; round < 3; round++) {
    for (let wrong = 0; wrong < 9; wrong++) await user.enter('wrong').catch(() => undefined);
    expect(await user.enter()).toHaveProperty('sessionToken');
  }
});

test('an API key acts for its user within its scopes, is shown once, and can be revoked', async () => {
  const user = await makeUser();
  const { sessionToken } = await user.enter();
  const ctx = { ...t.ctx, actor: (await readSession(anonymous, sessionToken)) as Actor };
  const made = await createApiKey(ctx, { name: 'Shop', scopes: ['emails:read'] });
  const actor = await authenticateApiKey(anonymous, made.key);
  expect(actor).toMatchObject({ kind: 'api_key', userId: user.id, scopes: ['emails:read'] });
  const listed = await listApiKeys(ctx, parseListQuery(new URLSearchParams(), apiKeyListFields));
  expect(listed.items).toHaveLength(1);
  expect(JSON.stringify(listed)).not.toContain(made.key);
  const wider = createApiKey({ ...t.ctx, actor: actor as Actor }, { name: 'More', scopes: ['*'] });
  await expect(wider).rejects.toMatchObject({ code: 'forbidden' });
  await revokeApiKey(ctx, made.id);
  expect(await authenticateApiKey(anonymous, made.key)).toBeNull();
  expect(await authenticateApiKey(anonymous, `${made.key}x`)).toBeNull();
});
