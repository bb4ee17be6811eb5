import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { closeAlerts } from './store.ts';

/** Closes the open alert of a kind and key, if there is one. */
export async function resolveAlert(ctx: Ctx, kind: string, key: string): Promise<void> {
  if ((await closeAlerts(ctx.db, kind, [key], ctx.now())) > 0) await publishEvent(ctx.db, { topic: 'alerts' });
}
