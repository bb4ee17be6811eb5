import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { upsertAlert } from './store.ts';

export interface AlertInput {
  /** e.g. `outgoing-server-down` */
  kind: string;
  /** Which one, e.g. the server's id: at most one open alert a kind and key. */
  key: string;
  severity: 'warning' | 'error';
  title: string;
  /** What happened, why, what to do. */
  detail: string;
  /** Path in the console where it can be mended. */
  link?: string;
}

/** Tells the administrators; an open alert of the same kind and key gets the new words instead of a second row. */
export async function openAlert(ctx: Ctx, input: AlertInput): Promise<void> {
  const changed = await upsertAlert(ctx.db, { ...input, link: input.link ?? null }, ctx.now());
  if (changed) await publishEvent(ctx.db, { topic: 'alerts' });
}
