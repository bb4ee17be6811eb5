import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alert } from '#drizzle/schema/alert.ts';
import { delivery, deliveryAttempt } from '#drizzle/schema/email.ts';
import type { Ctx } from '#lib/db/context.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { addServer, draftTo, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { findFreePort } from '../../setup/run-product.ts';
import { type SmtpDouble, startSmtpDouble } from '../../setup/smtp-double.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

const minute = 60_000;
/** The day in steps: 21 hours of three minutes with two mails an hour, three hours of a minute with a mail each. */
const quiet = { steps: 21 * 20, stepMs: 3 * minute, every: 10 };
const busy = { steps: 180, stepMs: minute, every: 1 };
const mails = quiet.steps / quiet.every + busy.steps / busy.every + 1;
let t: TestContext;
let ctx: Ctx;
let serverId: number;
let port: number;
let relay: SmtpDouble | undefined;
let clock: number;

beforeAll(async () => {
  t = await openTestContext();
  // Jobs are hints: here the clock of the test looks for due mail instead of them.
  ctx = {
    ...t.ctx,
    now: () => new Date(clock),
    jobs: { send: async () => undefined, sendMany: async () => undefined },
  };
  clock = Date.now();
  await seedMailDomain(ctx);
  port = await findFreePort();
  serverId = await addServer(ctx, { port, name: 'Relay' });
});
afterAll(async () => {
  await relay?.stop();
  await t.close();
});

const deliveries = () => ctx.db.select().from(delivery);
const down = async () => (await ctx.db.select().from(alert)).filter(({ kind }) => kind === 'outgoing-server-down');

/** Lets the clock run step by step, with a worker that looks into the queue at each. */
async function pass(
  steps: number,
  stepMs = minute,
  atEach: (step: number) => Promise<unknown> = async () => undefined,
) {
  for (let step = 0; step < steps; step++) {
    clock += stepMs;
    await atEach(step);
    await sendDueDeliveries(ctx);
  }
}

describe('a relay that is dead for a day', () => {
  it('loses nothing, spends no attempt, is probed at most every quarter of an hour, and is told of once', async () => {
    let number = 0;
    const write = async () => {
      const lane = number % 4 === 0 ? 10 : 0;
      await enqueueEmail(ctx, draftTo([`customer${number}@customer.example`], { subject: `Mail ${number}`, lane }));
      number += 1;
    };
    await write();
    await pass(30, 2_000);
    expect(await down()).toHaveLength(1);
    for (const { steps, stepMs, every } of [quiet, busy]) {
      await pass(steps, stepMs, async (step) => {
        if (step % every === 0) await write();
      });
    }
    const waiting = await deliveries();
    expect(waiting).toHaveLength(mails);
    expect(waiting.map(({ state, attempts }) => `${state} ${attempts}`)).toEqual(waiting.map(() => 'queued 0'));
    expect(waiting.every(({ reason }) => reason?.includes('127.0.0.1'))).toBe(true);
    const alerts = await down();
    expect(alerts).toMatchObject([{ key: String(serverId), resolvedAt: null }]);
    // Three failures to open it, then 30 s, 1, 2, 4, 8 minutes and every 15: about a hundred a day.
    expect(await ctx.db.$count(deliveryAttempt)).toBeLessThan(110);
  }, 240_000);

  it('gets everything within minutes of its return, each mail once, and the alert ends', async () => {
    relay = await startSmtpDouble({}, port);
    await pass(20);
    expect(relay.taken.map((mail) => mail.to[0]).sort()).toEqual(
      Array.from({ length: mails }, (_, number) => `customer${number}@customer.example`).sort(),
    );
    const sent = await deliveries();
    expect(sent.map(({ state, attempts }) => `${state} ${attempts}`)).toEqual(sent.map(() => 'sent 1'));
    const alerts = await down();
    expect(alerts).toHaveLength(1);
    expect(alerts[0]?.resolvedAt).not.toBeNull();
  });

  it('is not held against a mail: greylisted at its first real try after two days of waiting, bulk mail is tried on', async () => {
    await relay?.stop();
    const bulk = draftTo(['late@customer.example'], { lane: 10 });
    const { emailId } = await enqueueEmail(ctx, bulk);
    // One more, so that there are probes.
    await enqueueEmail(ctx, draftTo(['other@customer.example']));
    await pass(10);
    clock += 3 * 24 * 60 * minute;
    let greylists = true;
    relay = await startSmtpDouble(
      { onRecipient: (address) => (greylists && address.startsWith('late') ? '450 4.7.1 Greylisted' : null) },
      port,
    );
    const row = async () => (await deliveries()).find((one) => one.emailId === emailId);
    await pass(20);
    const tried = await row();
    expect(tried).toMatchObject({ state: 'deferred' });
    expect(tried?.attempts).toBeGreaterThanOrEqual(2);
    greylists = false;
    await pass(40);
    expect(await row()).toMatchObject({ state: 'sent' });
  });
});
