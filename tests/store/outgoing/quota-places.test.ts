import { eq, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { delivery } from '#drizzle/schema/email.ts';
import { outgoingServer, outgoingServerUsage } from '#drizzle/schema/outgoing-server.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import { openDb } from '#lib/db/client.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { type ClaimedDelivery, claimDeliveries } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { releaseDeliveries } from '#lib/mail/outgoing/queue/release-deliveries.ts';
import type { Quota } from '#lib/mail/outgoing/quota/quota-windows.ts';
import { movePlaces, reservePlaces } from '#lib/mail/outgoing/quota/reserve-places.ts';
import { addServer, draftTo, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let other: ReturnType<typeof openDb>;
let first: Ctx;
let second: Ctx;
let clock: Date;
let quota: Quota;

beforeAll(async () => {
  t = await openTestContext();
  other = openDb(t.databaseUrl, 4);
  await seedMailDomain(t.ctx);
});
afterAll(async () => {
  await other.close();
  await t.close();
});
beforeEach(async () => {
  clock = new Date('2026-11-22T10:04:30Z');
  first = { ...t.ctx, now: () => clock };
  second = { ...first, db: other.db };
  const serverId = await addServer(first, { name: 'Server B', port: 25 });
  quota = { serverId, serverName: 'Server B', perMinute: 50, perDay: null };
});
afterEach(async () => {
  await first.db.delete(delivery);
  await first.db.delete(outgoingServerUsage);
  await first.db.delete(outgoingServer);
});

async function claim(count: number): Promise<ClaimedDelivery[]> {
  const recipients = Array.from({ length: count }, (_, index) => `person${index}@customer.example`);
  const { emailId } = await enqueueEmail(first, draftTo(recipients, { lane: 0 }));
  return claimDeliveries(first, { emailIds: [emailId], limit: count });
}

async function waitsForLock({ db }: Ctx): Promise<boolean> {
  const { rows } = await db.execute(
    sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length > 0;
}

async function usedAt(minute: string): Promise<number> {
  const rows = await first.db.select().from(outgoingServerUsage);
  const row = rows.find(
    ({ unit, windowStart }) => unit === 'minute' && windowStart.toISOString().slice(11, 16) === minute,
  );
  return row?.used ?? 0;
}

describe('places of a quota', () => {
  it('are given out once, whoever asks for them at the same time', async () => {
    const claimed = await claim(200);
    const portions = Array.from({ length: 40 }, (_, index) => claimed.slice(index * 5, index * 5 + 5));
    const answers = await Promise.all(
      portions.map((portion, index) => reservePlaces(index % 2 === 0 ? first : second, quota, portion)),
    );
    expect(answers.reduce((sum, { granted }) => sum + granted.length, 0)).toBe(50);
    expect(answers.reduce((sum, { denied }) => sum + denied.length, 0)).toBe(150);
    expect(await usedAt('10:04')).toBe(50);
    const holders = (await first.db.select().from(delivery)).filter(({ quotaReservedAt }) => quotaReservedAt !== null);
    expect(holders).toHaveLength(50);
  });

  it('stay exact while some are given back and taken again at the same time', async () => {
    const claimed = await claim(120);
    const taken = await reservePlaces(first, quota, claimed.slice(0, 40));
    const back = taken.granted.slice(0, 20);
    const release = (held: ClaimedDelivery[]) =>
      releaseDeliveries(second, [{ held, dueAt: clock, serverId: null, reason: null }]);
    const portions = Array.from({ length: 16 }, (_, index) => claimed.slice(40 + index * 5, 45 + index * 5));
    const [, ...answers] = await Promise.all([
      Promise.all(back.map((held) => release([held]))),
      ...portions.map((portion, index) => reservePlaces(index % 2 === 0 ? first : second, quota, portion)),
    ]);
    const granted = answers.reduce((sum, answer) => sum + answer.granted.length, 0);
    expect(await usedAt('10:04')).toBe(40 - 20 + granted);
    expect(await usedAt('10:04')).toBeLessThanOrEqual(50);
  });

  it('are given back once, however often that is tried', async () => {
    const claimed = await claim(3);
    await reservePlaces(first, quota, claimed);
    const input = { held: claimed, dueAt: clock, serverId: null, reason: null };
    const release = (ctx: Ctx) => releaseDeliveries(ctx, [input]);
    const released = (await Promise.all([release(first), release(second), release(first)])).flat();
    expect(released.toSorted()).toEqual([0, 0, 3]);
    expect(await usedAt('10:04')).toBe(0);
  });

  it('are given back after the last delivery is locked, so that who moves his own never waits in a circle', async () => {
    const [one, two] = (await claim(2)) as [ClaimedDelivery, ClaimedDelivery];
    await reservePlaces(first, quota, [one, two]);
    const later = { serverId: null, reason: null };
    let back: Promise<unknown> | undefined;
    await other.db.transaction(async (held) => {
      await held.select().from(delivery).where(eq(delivery.id, two.id)).for('update');
      back = inTransaction(first, (tx) =>
        releaseDeliveries(tx, [
          { ...later, held: [one], dueAt: clock },
          { ...later, held: [two], dueAt: addMilliseconds(clock, 60_000) },
        ]),
      );
      await expect.poll(() => waitsForLock(t.ctx), { timeout: 10_000 }).toBe(true);
      await held.select().from(outgoingServerUsage).for('update', { noWait: true });
    });
    expect(await back).toEqual([1, 1]);
    expect(await usedAt('10:04')).toBe(0);
  });

  it('are not taken for deliveries that another worker claimed since', async () => {
    const claimed = await claim(2);
    const stale = claimed.map((held) => ({ ...held, epoch: held.epoch - 1 }));
    const { granted, denied } = await reservePlaces(first, quota, stale);
    expect([granted, denied]).toEqual([[], []]);
    expect(await usedAt('10:04')).toBe(0);
  });

  it('move to another minute all or none, exactly, while others move theirs', async () => {
    const claimed = await claim(60);
    const portions = Array.from({ length: 10 }, (_, index) => claimed.slice(index * 5, index * 5 + 5));
    await reservePlaces(first, quota, claimed.slice(0, 50));
    const takenAt = clock;
    clock = new Date('2026-11-22T10:05:30Z');
    await reservePlaces(second, quota, claimed.slice(50));
    const moved = await Promise.all(
      portions.map((portion, index) => movePlaces(index % 2 === 0 ? first : second, quota, portion, takenAt)),
    );
    expect(moved.filter((at) => at !== null)).toHaveLength(8);
    expect(await usedAt('10:05')).toBe(50);
    expect(await usedAt('10:04')).toBe(10);
  });
});
