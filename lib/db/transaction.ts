import type { Db } from './client.ts';
import type { Ctx } from './context.ts';

/** Runs `work` in one transaction (a savepoint when one is open already); an exception undoes all of it. */
export function inTransaction<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return ctx.db.transaction((tx) => work({ ...ctx, db: tx as unknown as Db }));
}
