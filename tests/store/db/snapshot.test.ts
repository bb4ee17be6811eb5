import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { email } from '#drizzle/schema/email.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inSnapshot, inTransaction } from '#lib/db/transaction.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { draftTo } from '../../setup/outgoing-fixtures.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let emailId: number;

beforeAll(async () => {
  t = await openTestContext();
  ({ emailId } = await inTransaction(t.ctx, (tx) => enqueueEmail(tx, draftTo(['mary@customer.example']))));
});
afterAll(() => t.close());

const subject = async (ctx: Ctx) =>
  (await ctx.db.select({ subject: email.subject }).from(email).where(eq(email.id, emailId)))[0]?.subject;
const rename = (ctx: Ctx, to: string) => ctx.db.update(email).set({ subject: to }).where(eq(email.id, emailId));

it('shows one moment in all its reads, whatever others commit meanwhile', async () => {
  await rename(t.ctx, 'before');
  await inSnapshot(t.ctx, async (tx) => {
    expect(await subject(tx)).toBe('before');
    await rename(t.ctx, 'after');
    expect(await subject(tx)).toBe('before');
  });
  expect(await subject(t.ctx)).toBe('after');
});

it('sees within a transaction what that one has written', async () => {
  await inTransaction(t.ctx, async (tx) => {
    await rename(tx, 'mine');
    expect(await inSnapshot(tx, subject)).toBe('mine');
  });
});
