import { afterEach, beforeEach, expect, test } from 'vitest';
import { authenticateApiKey } from '#lib/auth/authenticate-api-key.ts';
import { readSession } from '#lib/auth/session.ts';
import { bootstrapFromEnv } from '#lib/auth/setup/bootstrap.ts';
import { completeSetup } from '#lib/auth/setup/complete-setup.ts';
import { ensureInstance } from '#lib/auth/setup/ensure-instance.ts';
import { readSetupCode, readSetupState } from '#lib/auth/setup/read-setup-state.ts';
import { signIn } from '#lib/auth/sign-in.ts';
import { readEnv } from '#lib/core/env.ts';
import { anonymousActor, type Ctx } from '#lib/db/context.ts';
import { loadAliasDomain } from '#lib/mail/aliases/load-alias-domain.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
beforeEach(async () => {
  t = await openTestContext();
});
afterEach(() => t.close());

const visitor = { ipAddress: '127.0.0.1', userAgent: 'a browser' };
const anna = {
  companyName: 'Acme',
  name: 'Anna Smith',
  email: 'Anna@Acme.example',
  password: 'correct horse battery',
  demoData: false,
};

function withEnv(extra: Record<string, string>): Ctx {
  const { databaseUrl = '', appSecret, cronSecret } = t.ctx.env;
  const env = readEnv({ DATABASE_URL: databaseUrl, APP_SECRET: appSecret, CRON_SECRET: cronSecret, ...extra } as never);
  return { ...t.ctx, actor: anonymousActor, env };
}

test('the first visitor founds the company, becomes administrator and is signed in', async () => {
  const ctx = withEnv({});
  await ensureInstance(ctx);
  expect(await readSetupState(ctx)).toEqual({ isSetUp: false, needsCode: false });
  const { sessionToken } = await completeSetup(ctx, anna, visitor, 'http://localhost:3000');
  expect(await readSession(ctx, sessionToken)).toMatchObject({
    role: 'administrator',
    email: 'anna@acme.example',
    companyIds: [expect.any(Number)],
  });
  expect(await loadAliasDomain(t.ctx, null)).toMatchObject({ name: 'acme.example' });
  expect(await readParameter(t.ctx, 'web.base.url')).toBe('http://localhost:3000');
  expect(await readSetupState(ctx)).toMatchObject({ isSetUp: true });
  expect(await readSetupCode(ctx)).toBeNull();
});

test('of many who set up at once exactly one succeeds, and nothing of the others is left', async () => {
  const ctx = withEnv({});
  const attempts = ['a', 'b', 'c', 'd'].map((name) =>
    completeSetup(ctx, { ...anna, email: `${name}@acme.example` }, visitor, null),
  );
  const outcomes = await Promise.allSettled(attempts);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict' });
  }
});

test('outside loopback the one-time code is needed, however it is typed, and guessing is stopped', async () => {
  const ctx = withEnv({ HOST: '0.0.0.0' });
  await ensureInstance(ctx);
  const code = (await readSetupCode(ctx)) ?? '';
  expect(code).toMatch(/^\w{4}-\w{4}-\w{4}$/);
  await expect(completeSetup(ctx, anna, visitor, null)).rejects.toMatchObject({ code: 'invalid' });
  const elsewhere = { ...visitor, ipAddress: '192.0.2.9' };
  for (let wrong = 0; wrong < 20; wrong++) {
    await expect(completeSetup(ctx, { ...anna, code: 'AAAA' }, elsewhere, null)).rejects.toMatchObject({
      code: 'invalid',
    });
  }
  await expect(completeSetup(ctx, { ...anna, code }, elsewhere, null)).rejects.toMatchObject({ code: 'rate_limited' });
  const typed = code.toLowerCase().replaceAll('-', ' ');
  expect(await completeSetup(ctx, { ...anna, code: typed }, visitor, null)).toHaveProperty('sessionToken');
});

test.each([
  [{ password: 'short' }, 'password'],
  [{ password: 'anna@acme.example' }, 'password'],
  [{ email: 'nobody' }, 'email'],
  [{ companyName: '  ' }, 'companyName'],
  [{ emailDomain: 'not a domain' }, 'emailDomain'],
])('a faulty field is named and nothing is written: %j', async (fault, path) => {
  const ctx = withEnv({});
  await expect(completeSetup(ctx, { ...anna, ...fault }, visitor, null)).rejects.toMatchObject({
    details: { errors: [expect.objectContaining({ path })] },
  });
  expect(await readSetupState(ctx)).toMatchObject({ isSetUp: false });
});

test('the BOOTSTRAP_ variables set up once, with a key of full scope, and are ignored afterwards', async () => {
  const key = `${'k'.repeat(20)}0123456789abcdef`;
  const ctx = withEnv({
    BOOTSTRAP_ADMIN_EMAIL: 'anna.smith@gmail.com',
    BOOTSTRAP_ADMIN_PASSWORD: 'correct horse battery',
    BOOTSTRAP_API_KEY: key,
  });
  const both = await Promise.all([bootstrapFromEnv(ctx), bootstrapFromEnv(ctx)]);
  expect(both.sort()).toEqual([false, true]);
  expect(await bootstrapFromEnv(ctx)).toBe(false);
  expect(await authenticateApiKey(ctx, key)).toMatchObject({ kind: 'api_key', role: 'administrator', scopes: ['*'] });
  expect(await loadAliasDomain(t.ctx, null)).toMatchObject({ name: 'mycompany.example' });
  const input = { email: 'Anna.Smith@gmail.com', password: 'correct horse battery' };
  expect(await signIn(ctx, input, visitor, null)).toHaveProperty('sessionToken');
});

test('a process with another APP_SECRET refuses to start on the database', async () => {
  await ensureInstance(t.ctx);
  await ensureInstance(t.ctx);
  const other = withEnv({ APP_SECRET: 'quite another secret' });
  await expect(ensureInstance(other)).rejects.toMatchObject({ code: 'conflict', message: /another APP_SECRET/ });
});
