import { and, eq, inArray } from 'drizzle-orm';
import { delivery } from '#drizzle/schema/email.ts';
import type { Db } from '#lib/db/client.ts';
import type { Ctx } from '#lib/db/context.ts';
import { isHeld } from '#lib/mail/outgoing/queue/claim-deliveries.ts';

/**
 * Commits that the servers may have these deliveries from now on: after a crash they are not simply sent again.
 * @returns the ids that are still ours
 */
export async function saveIntents(ctx: Ctx, held: { id: number; epoch: number }[]): Promise<Set<number>> {
  const rows = await ctx.db
    .update(delivery)
    .set({ stage: 'intent', intentAt: ctx.now() })
    .where(and(eq(delivery.state, 'sending'), isHeld(held)))
    .returning({ id: delivery.id });
  return new Set(rows.map((row) => row.id));
}

/** Marks deliveries whose mail the sandbox took because this database is a copy. */
export async function markCaptured(db: Db, deliveries: { id: number }[]): Promise<void> {
  const ids = deliveries.map(({ id }) => id);
  await db.update(delivery).set({ captured: true }).where(inArray(delivery.id, ids));
}
