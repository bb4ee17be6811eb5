import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { claimFurtherJobs } from '#lib/jobs/claim-further-jobs.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;

beforeAll(async () => {
  t = await openTestContext();
});
afterAll(() => t.close());
beforeEach(async () => {
  await t.ctx.db.execute(sql`delete from pgboss.job`);
});

const due = (count: number) => Array.from({ length: count }, (_, index) => ({ data: { emailId: index + 1 } }));
const idsOf = (jobs: { emailId: number }[]) => jobs.map(({ emailId }) => emailId).toSorted((a, b) => a - b);

it('gives each due job of mail to one worker, and none twice', async () => {
  await t.ctx.jobs.sendMany(t.ctx.db, 'send-email', due(300));
  const taken = await Promise.all(Array.from({ length: 4 }, () => claimFurtherJobs(t.ctx.db, 'send-email', 75)));
  const rest = await claimFurtherJobs(t.ctx.db, 'send-email', 300);
  expect(idsOf([...taken.flat(), ...rest])).toEqual(due(300).map(({ data }) => data.emailId));
  expect(await claimFurtherJobs(t.ctx.db, 'send-email', 300)).toEqual([]);
});

it('leaves jobs for later and jobs of other queues where they are', async () => {
  await t.ctx.jobs.send(t.ctx.db, 'send-email', { emailId: 1 }, new Date(Date.now() + 3_600_000));
  await t.ctx.jobs.send(t.ctx.db, 'receive-mail', { incomingMailId: 7 });
  await t.ctx.jobs.send(t.ctx.db, 'send-email', { emailId: 2 });
  expect(await claimFurtherJobs(t.ctx.db, 'send-email', 10)).toEqual([{ emailId: 2 }]);
  const left = await t.ctx.db.execute<{ count: number }>(sql`select count(*)::int as count from pgboss.job`);
  expect(left.rows[0]?.count).toBe(2);
});
