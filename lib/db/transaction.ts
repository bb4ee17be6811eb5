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

/**
 * One transaction for several pieces of work side by side: an exception of one undoes all. None of them can have a
 * savepoint, which would take back what another did meanwhile. Wait for all of them, also where one fails.
 * @throws where the work asks for a savepoint
 */
export function inSharedTransaction<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return inTransaction(ctx, (tx) => {
    tx.db.transaction = () => Promise.reject(new Error('what others share has no savepoints: join the transaction'));
    return work(tx);
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
