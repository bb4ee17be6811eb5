import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { closeAlerts, selectOpenKeys } from './store.ts';

/**
 * Closes the open alerts of a kind whose keys begin with `prefix`, for troubles that end many at a time.
 * @param isOver which of them; all where it is left out
 */
export async function resolveAlerts(
  ctx: Ctx,
  kind: string,
  prefix: string,
  isOver: (key: string) => boolean = () => true,
): Promise<void> {
  const keys = (await selectOpenKeys(ctx.db, kind, prefix)).filter(isOver);
  if (keys.length === 0) return;
  if ((await closeAlerts(ctx.db, kind, keys, ctx.now())) > 0) await publishEvent(ctx.db, { topic: 'alerts' });
}
