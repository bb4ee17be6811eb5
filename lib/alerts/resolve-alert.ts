import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { closeAlert } from './store.ts';

/** Closes the open alert of a kind and key, if there is one. */
export async function resolveAlert(ctx: Ctx, kind: string, key: string): Promise<void> {
  if (await closeAlert(ctx.db, kind, key, ctx.now())) await publishEvent(ctx.db, { topic: 'alerts' });
}
