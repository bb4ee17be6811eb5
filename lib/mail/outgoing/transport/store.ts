import { inArray, sql } from 'drizzle-orm';
import { delivery } from '#drizzle/schema/email.ts';
import type { Db } from '#lib/db/client.ts';
import type { Ctx } from '#lib/db/context.ts';
import { isSending } from '#lib/mail/outgoing/queue/claim-deliveries.ts';

/** A delivery that is about to be handed over, and to which server. */
export interface IntentOf {
  id: number;
  epoch: number;
  serverId?: number;
}

/**
 * Commits that the servers may have these deliveries from now on: after a crash they are not simply sent again.
 * @returns the ids that are still ours
 */
export async function saveIntents(ctx: Ctx, held: IntentOf[]): Promise<Set<number>> {
  const at = sql`${ctx.now().toISOString()}::timestamptz`;
  const ids = sql.param(held.map(({ id }) => id));
  const epochs = sql.param(held.map(({ epoch }) => epoch));
  const servers = sql.param(held.map(({ serverId }) => serverId ?? null));
  const written = await ctx.db.execute<{ id: number }>(sql`
    update ${delivery} d set stage = 'intent', intent_at = ${at}, intent_server_id = h.server_id
    from unnest(${ids}::int[], ${epochs}::int[], ${servers}::int[]) as h(id, epoch, server_id)
    where d.id = h.id and d.lease_epoch = h.epoch and ${isSending(sql`d.state`)} returning d.id`);
  return new Set(written.rows.map((row) => row.id));
}

/** Marks deliveries whose mail the sandbox took because this database is a copy. */
export async function markCaptured(db: Db, deliveries: { id: number }[]): Promise<void> {
  const ids = deliveries.map(({ id }) => id);
  await db.update(delivery).set({ captured: true }).where(inArray(delivery.id, ids));
}
