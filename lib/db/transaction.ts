import type { Db } from './client.ts';
import type { Ctx } from './context.ts';

/** Runs `work` in one transaction (a savepoint when one is open already); an exception undoes all of it. */
export function inTransaction<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return ctx.db.transaction((tx) => work({ ...ctx, db: tx as unknown as Db }));
}

/**
 * Runs reads that belong together as of one moment, so that what others commit meanwhile shows in all of them or in none.
 * Within an open transaction they see what that one sees.
 */
export function inSnapshot<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const moment = { isolationLevel: 'repeatable read', accessMode: 'read only' } as const;
  return ctx.db.transaction((tx) => work({ ...ctx, db: tx as unknown as Db }), moment);
}
