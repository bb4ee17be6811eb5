import { inBatches } from '#lib/core/in-batches.ts';
import type { Ctx } from '#lib/db/context.ts';
import { perPool } from '#lib/db/per-pool.ts';
import { countAttempts, type StoredMail } from './store.ts';

/**
 * Counts a try of a mail before it begins, so that a mail that kills its process is not tried for ever; together with
 * those of other mails that begin at the same time.
 * @returns the mail; null where it is gone or has its outcome
 */
export function beginAttempt(ctx: Ctx, id: number): Promise<StoredMail | null> {
  return desk(ctx.db)(id);
}

const desk = perPool((db) =>
  inBatches({
    // Of one that is asked for twice both tries count as one.
    work: async (ids: number[]) => {
      const rows = new Map((await countAttempts(db, ids)).map((row) => [row.id, row]));
      return ids.map((id) => rows.get(id) ?? null);
    },
  }),
);
