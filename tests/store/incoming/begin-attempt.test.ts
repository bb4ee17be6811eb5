import { eq, inArray, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { blob } from '#drizzle/schema/blob.ts';
import { incomingMail } from '#drizzle/schema/incoming-mail.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { beginAttempt } from '#lib/mail/incoming/keep/begin-attempt.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;

beforeAll(async () => {
  t = await openTestContext();
  await t.ctx.db.insert(blob).values({ sha256: 'raw', size: 1, encoding: 'gzip' });
});
afterAll(() => t.close());

async function addMails(...outcomes: (typeof incomingMail.$inferInsert)['outcome'][]): Promise<number[]> {
  const values = outcomes.map((outcome) => ({
    source: 'http' as const,
    sha256: 'raw',
    size: 1,
    outcome: outcome ?? null,
  }));
  const rows = await t.ctx.db.insert(incomingMail).values(values).returning({ id: incomingMail.id });
  return rows.map(({ id }) => id);
}

/** The tries of mails, and how many transactions wrote them. */
async function readTries(ids: number[]) {
  const rows = await t.ctx.db
    .select({ attempts: incomingMail.attempts, writer: sql<string>`xmin::text` })
    .from(incomingMail)
    .where(inArray(incomingMail.id, ids))
    .orderBy(incomingMail.id);
  return { attempts: rows.map(({ attempts }) => attempts), writers: new Set(rows.map(({ writer }) => writer)).size };
}

it('counts one try of each mail that begins at the same time, in one statement', async () => {
  const ids = await addMails(null, null, null);
  await beginAttempt(t.ctx, Number(ids[1]));
  const begun = await Promise.all(ids.toReversed().map((id) => beginAttempt(t.ctx, id)));
  expect(begun.map((mail) => [mail?.id, mail?.attempts])).toEqual(
    ids.map((id, n) => [id, n === 1 ? 2 : 1]).toReversed(),
  );
  expect(await readTries(ids)).toEqual({ attempts: [1, 2, 1], writers: 1 });
});

it('counts two tries of a mail as one when they begin at the same time', async () => {
  const [id = 0] = await addMails(null);
  const begun = await Promise.all([beginAttempt(t.ctx, id), beginAttempt(t.ctx, id)]);
  expect(begun).toMatchObject([
    { id, attempts: 1 },
    { id, attempts: 1 },
  ]);
  await beginAttempt(t.ctx, id);
  expect((await readTries([id])).attempts).toEqual([2]);
});

it('counts none of a mail that is gone or has its outcome, whatever begins beside it', async () => {
  const [done = 0, open = 0, failed = 0] = await addMails('spam', null, 'failed');
  const begun = await Promise.all([done, open, 2_000_000_000, failed].map((id) => beginAttempt(t.ctx, id)));
  expect(begun).toMatchObject([null, { id: open, outcome: null, attempts: 1 }, null, null]);
  expect((await readTries([done, open, failed])).attempts).toEqual([0, 1, 0]);
  expect(await beginAttempt(t.ctx, done)).toBeNull();
});

it.each<[string, { size?: number; attempts?: number }, number | null]>([
  ['of any of the usual size', { size: 65_536 }, 1],
  ['of none that is large', { size: 65_537 }, null],
  ['of one that was begun once', { attempts: 1 }, 2],
  ['of none that was cut off before', { attempts: 2 }, null],
])('counts a try %s', async (_, values, attempts) => {
  const [id = 0, beside = 0] = await addMails(null, null);
  await t.ctx.db.update(incomingMail).set(values).where(eq(incomingMail.id, id));
  const [begun, other] = await Promise.all([beginAttempt(t.ctx, id), beginAttempt(t.ctx, beside)]);
  expect(begun?.attempts ?? null).toBe(attempts);
  expect(other).toMatchObject({ id: beside, attempts: 1 });
  expect((await readTries([id])).attempts).toEqual([attempts ?? values.attempts ?? 0]);
});

it('counts within a transaction what is undone with it', async () => {
  const [id = 0] = await addMails(null);
  const undone = inTransaction(t.ctx, async (tx) => {
    expect(await beginAttempt(tx, id)).toMatchObject({ attempts: 1 });
    throw new Error('undo');
  });
  await expect(undone).rejects.toThrow('undo');
  expect((await readTries([id])).attempts).toEqual([0]);
});
