import { count, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { delivery } from '#drizzle/schema/email.ts';
import { startWorker } from '#lib/jobs/start-worker.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { lanes } from '#lib/mail/outgoing/queue/lanes.ts';
import { eventually } from '../../setup/eventually.ts';
import { addServer, draftTo, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { type SmtpDouble, startSmtpDouble } from '../../setup/smtp-double.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

const connections = 5;
const bulkMails = 3000;
/** A server that keeps every mail for so long before it answers: the mailing would take half an hour. */
const delayMs = 3000;
const waitMs = 30_000;

let t: TestContext;
let smtp: SmtpDouble;

beforeAll(async () => {
  t = await openTestContext();
  smtp = await startSmtpDouble({ delayMs });
  await seedMailDomain(t.ctx);
  await addServer(t.ctx, { port: smtp.port, concurrency: connections });
});
afterAll(async () => {
  await smtp.stop();
  await t.close();
});

const taken = () => smtp.taken.map(({ to }) => to[0] ?? '');

async function countState(state: 'sending' | 'queued'): Promise<number> {
  const [row] = await t.ctx.db.select({ count: count() }).from(delivery).where(eq(delivery.state, state));
  return row?.count ?? 0;
}

it('sends a chatter message past a mailing that fills the connections of a slow server', async () => {
  const people = Array.from({ length: bulkMails }, (_, n) => ({ email: `bulk${n}@customer.example`, copy: n }));
  const mailing = await enqueueEmail(t.ctx, draftTo([], { lane: lanes.bulk, recipients: people }));
  const worker = await startWorker({ databaseUrl: t.databaseUrl, env: t.ctx.env, log: t.ctx.log });
  try {
    await eventually(async () => taken().length >= connections - 1 || null, waitMs);
    for (const name of ['mary', 'paul', 'nora']) {
      const before = taken().length;
      const { emailId } = await enqueueEmail(t.ctx, draftTo([`${name}@customer.example`]));
      await eventually(async () => taken().includes(`${name}@customer.example`) || null, waitMs);
      // Told by order, not by the clock: a mail that waited for its turn would come after hundreds of the mailing.
      const passed = taken().indexOf(`${name}@customer.example`) - before;
      expect(passed).toBeLessThanOrEqual(2 * connections);
      await eventually(async () => (await readRows(t.ctx, emailId)).mail.state === 'sent' || null, waitMs);
    }
    expect(await countState('queued')).toBeGreaterThan(bulkMails / 2);
  } finally {
    await worker.stop();
  }
  // What was in hand and not begun went back, and the mail says so.
  await eventually(async () => (await countState('sending')) === 0 || null, waitMs);
  expect((await readRows(t.ctx, mailing.emailId)).mail.state).toBe('outgoing');
}, 120_000);
