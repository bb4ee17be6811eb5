import { AppError, messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { isCapturing } from '#lib/instance/is-capturing.ts';
import { fetchIncomingServer, notFetched } from './fetch-server.ts';
import { selectDueServers } from './store.ts';

/** Mailboxes fetched side by side: a stuck one holds up only its own place, for at most a minute. */
const sideBySide = 16;

/** *Mail: Fetchmail Service*: fetches every confirmed mailbox. What fails is on the server and in the log. */
export async function fetchDueServers(
  ctx: Ctx,
  signal?: AbortSignal,
): Promise<{ done: number; remaining: number; log: string }> {
  if (await isCapturing(ctx)) return { done: 0, remaining: 0, log: `No mailbox is fetched: ${notFetched}` };
  const waiting = await selectDueServers(ctx.db);
  const total = { done: 0, remaining: 0 };
  const lines: string[] = [];
  const work = async () => {
    for (let server = waiting.shift(); server && !signal?.aborted; server = waiting.shift()) {
      try {
        const counts = await fetchIncomingServer(ctx, { id: server.id, waitMs: 0, ...(signal ? { signal } : {}) });
        total.done += counts.fetched;
        total.remaining += counts.remaining;
        lines.push(`${server.name}: ${counts.fetched} fetched, ${counts.succeeded} succeeded, ${counts.failed} failed`);
      } catch (error) {
        if (!(error instanceof AppError)) ctx.log.error({ err: error, serverId: server.id }, 'a fetch failed');
        lines.push(`${server.name}: ${messageOf(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(sideBySide, waiting.length) }, work));
  return { ...total, log: lines.join('\n') };
}
