import { sql } from 'drizzle-orm';
import type { Db } from './client.ts';
import type { Ctx } from './context.ts';
import { collectEvents, publishCollected } from './publish-event.ts';

const open = new WeakSet<Db>();

/** Runs `work` in one transaction (a savepoint when one is open already); an exception undoes all of it. */
export async function inTransaction<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const { result, told } = await ctx.db.transaction(async (tx) => {
    const db = tx as unknown as Db;
    const isOutermost = !open.has(ctx.db);
    open.add(db);
    collectEvents(db, ctx.db);
    return { result: await work({ ...ctx, db }), told: isOutermost ? publishCollected(db) : null };
  });
  // It left together with COMMIT, which undoes everything where it failed.
  await told;
  return result;
}

/** Before PostgreSQL looks for those that wait for each other in a circle (`deadlock_timeout`). */
const longestLockWait = '500ms';

/**
 * One transaction for several pieces of work side by side: an exception of one undoes all. None of them can have a
 * savepoint, which would take back what another did meanwhile, and none waits long for a lock, as all would wait with it
 * and what they hold would keep up others. Wait for all of them, also where one fails.
 * @throws where the work asks for a savepoint; 55P03 (lock_not_available) after half a second
 */
export function inSharedTransaction<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return inTransaction(ctx, async (tx) => {
    tx.db.transaction = () => Promise.reject(new Error('what others share has no savepoints: join the transaction'));
    // It leaves together with the first statements of the work; where it fails, they fail.
    const limited = tx.db.execute(sql`select set_config('lock_timeout', ${longestLockWait}, true)`);
    limited.catch(() => undefined);
    const result = await work(tx);
    await limited;
    return result;
  });
}

/** As {@link inTransaction}, without a savepoint of its own: within another transaction an exception undoes all of that one. */
export function joinTransaction<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return open.has(ctx.db) ? work(ctx) : inTransaction(ctx, work);
}

/**
 * Runs reads that belong together as of one moment, so that what others commit meanwhile shows in all of them or in none.
 * Within an open transaction they see what that one sees.
 */
export function inSnapshot<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const moment = { isolationLevel: 'repeatable read', accessMode: 'read only' } as const;
  return ctx.db.transaction((tx) => work({ ...ctx, db: tx as unknown as Db }), moment);
}
