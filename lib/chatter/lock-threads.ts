import type { Ctx } from '#lib/db/context.ts';
import { lockThreadRows } from './store.ts';

/**
 * Keeps others from posting in some threads until the transaction of `ctx` ends: for who is going to post in several
 * of them, as two who take them one by one may wait for each other.
 */
export async function lockThreads(ctx: Ctx, threads: { model: string; recordId: number }[]): Promise<void> {
  if (threads.length > 1) await lockThreadRows(ctx.db, threads);
}
