import { inBatches } from '#lib/core/in-batches.ts';
import type { Ctx } from '#lib/db/context.ts';
import { perPool } from '#lib/db/per-pool.ts';
import { countAttempts, type StoredMail } from './store.ts';

/** In bytes: many mails of this size are read and processed at the same time. */
export const lightMail = 65_536;
/** Who keeps a mail counts the first try, and whoever takes it up the second; after that it was cut off. */
export const usualAttempts = 2;

/**
 * Counts a try of a mail before it begins, so that a mail that kills its process is not tried for ever; together with
 * those of other mails that begin at the same time.
 * @returns the mail; null where it is gone, has its outcome, is not light, or was cut off before: none of these may begin
 * beside many others
 */
export function beginAttempt(ctx: Ctx, id: number): Promise<StoredMail | null> {
  return desk(ctx.db)(id);
}

const desk = perPool((db) =>
  inBatches({
    // Of one that is asked for twice both tries count as one.
    work: async (ids: number[]) => {
      const begun = await countAttempts(db, ids, { size: lightMail, attempts: usualAttempts - 1 });
      const rows = new Map(begun.map((row) => [row.id, row]));
      return ids.map((id) => rows.get(id) ?? null);
    },
  }),
);
