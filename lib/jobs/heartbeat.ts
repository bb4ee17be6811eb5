import { hostname } from 'node:os';
import { messageOf } from '#lib/core/errors.ts';
import { randomToken } from '#lib/core/ids.ts';
import type { Ctx } from '#lib/db/context.ts';
import { deleteHeartbeat, deleteOldHeartbeats, upsertHeartbeat } from './store.ts';

const everyMs = 10_000;

/** Writes a sign of life every 10 seconds until stopped. Health calls a worker down after 30. */
export async function keepHeartbeat(ctx: Ctx, kind: 'web' | 'worker'): Promise<{ stop(): Promise<void> }> {
  const row = { id: randomToken(12), kind, host: hostname(), pid: process.pid };
  await deleteOldHeartbeats(ctx.db);
  await upsertHeartbeat(ctx.db, row);
  const timer = setInterval(() => {
    upsertHeartbeat(ctx.db, row).catch((error) =>
      ctx.log.warn({ reason: messageOf(error) }, 'no sign of life could be written'),
    );
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await deleteHeartbeat(ctx.db, row.id);
    },
  };
}
