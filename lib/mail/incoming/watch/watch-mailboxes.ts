import { randomUUID } from 'node:crypto';
import { addMilliseconds } from '#lib/core/clock.ts';
import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { isCapturing } from '#lib/instance/is-capturing.ts';
import { dropWatch, selectWatchable, takeWatches, type WatchableServer } from './store.ts';
import { usualWatchLimits, type WatchLimits } from './watch-limits.ts';
import { type Watch, watchMailbox } from './watch-mailbox.ts';

/** What one worker listens to. */
interface Desk {
  ctx: Ctx;
  owner: string;
  limits: WatchLimits;
  watches: Map<number, { watch: Watch; settings: string }>;
}

/**
 * Listens for new mail in all confirmed IMAP mailboxes whose servers push it (IDLE), each by one worker. Changes of a
 * server are followed within seconds; a copied database listens to nothing. The scheduled fetch stays as a backstop.
 */
export function watchMailboxes(ctx: Ctx, limits: Partial<WatchLimits> = {}): { stop(): Promise<void> } {
  const desk: Desk = { ctx, owner: randomUUID(), limits: { ...usualWatchLimits, ...limits }, watches: new Map() };
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let looking = Promise.resolve();
  const look = () => {
    looking = lookOnce(desk).then(() => {
      if (!stopped) timer = setTimeout(look, desk.limits.lookMs);
    });
  };
  look();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await looking;
      clearTimeout(timer);
      await Promise.all([...desk.watches.keys()].map((id) => end(desk, id)));
    },
  };
}

async function lookOnce(desk: Desk): Promise<void> {
  try {
    await followServers(desk);
  } catch (error) {
    desk.ctx.log.warn({ reason: messageOf(error) }, 'the mailboxes to listen to could not be looked up');
  }
}

async function followServers(desk: Desk): Promise<void> {
  const { ctx, watches } = desk;
  const servers = (await isCapturing(ctx)) ? [] : await selectWatchable(ctx.db);
  const wanted = new Map(servers.map((server) => [server.id, server]));
  const changed = [...watches].filter(([id, { settings }]) => settings !== settingsOf(wanted.get(id)));
  await Promise.all(changed.map(([id]) => end(desk, id)));
  const held = new Set(await take(desk, [...watches.keys()]));
  await Promise.all([...watches.keys()].filter((id) => !held.has(id)).map((id) => end(desk, id)));
  const others = servers.filter(({ id }) => !watches.has(id)).slice(0, Math.max(0, room(desk)));
  const mine = await take(
    desk,
    others.map(({ id }) => id),
  );
  for (const server of others.filter(({ id }) => mine.includes(id))) begin(desk, server);
}

function settingsOf(server: WatchableServer | undefined): string {
  return JSON.stringify(server ?? null);
}

/** Servers without IDLE take no connection. */
function room({ watches, limits }: Desk): number {
  return limits.connections - [...watches.values()].filter(({ watch }) => watch.isConnected()).length;
}

function take({ ctx, owner, limits }: Desk, ids: number[]): Promise<number[]> {
  const now = ctx.now();
  return takeWatches(ctx.db, ids, owner, now, addMilliseconds(now, limits.leaseMs));
}

function begin({ ctx, owner, limits, watches }: Desk, server: WatchableServer): void {
  watches.set(server.id, { watch: watchMailbox(ctx, server, owner, limits), settings: settingsOf(server) });
}

async function end({ ctx, owner, watches }: Desk, id: number): Promise<void> {
  const held = watches.get(id);
  watches.delete(id);
  await held?.watch.stop();
  try {
    await dropWatch(ctx.db, id, owner);
    await publishEvent(ctx.db, { topic: 'servers' });
  } catch (error) {
    ctx.log.warn({ reason: messageOf(error), serverId: id }, 'a mailbox is listened to again once its lease ran out');
  }
}
