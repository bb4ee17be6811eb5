import { setTimeout as pause } from 'node:timers/promises';
import { addMilliseconds, systemClock } from '#lib/core/clock.ts';
import { readEnv } from '#lib/core/env.ts';
import { type Ctx, systemActor } from '#lib/db/context.ts';
import { fetchDueServers } from '#lib/mail/incoming/fetch/fetch-due-servers.ts';
import { processUnprocessedMails } from '#lib/mail/incoming/process-unprocessed-mails.ts';
import { watchMailboxes } from '#lib/mail/incoming/watch/watch-mailboxes.ts';
import { openRuntime } from '#lib/process/runtime.ts';
import { runEnv } from '../arena.ts';

/** A worker of which only the fetching lives, all the time instead of every five minutes. It waits to be given a database. */
process.on('disconnect', () => process.exit(0));
process.once('message', ({ databaseUrl }: { databaseUrl: string }) => work(databaseUrl));
process.send?.('ready');

async function work(databaseUrl: string): Promise<void> {
  const env = readEnv(runEnv(databaseUrl));
  const runtime = await openedRuntime(databaseUrl);
  const ctx: Ctx = { ...runtime.ctxFor(systemActor), env };
  watchMailboxes(ctx, { lookMs: 100, silenceMs: 500, backoffMs: 20, mostBackoffMs: 100, busyMs: 20, askAgainMs: 500 });
  for (;;) {
    await fetchDueServers(ctx).catch(() => undefined);
    // What a killed worker left behind is old enough a minute later.
    const later = { ...ctx, now: () => addMilliseconds(systemClock(), 60_000) };
    await processUnprocessedMails(later).catch(() => undefined);
    await pause(100);
  }
}

/** PostgreSQL may be away just now. */
async function openedRuntime(databaseUrl: string) {
  for (;;) {
    try {
      return await openRuntime({ name: 'fetcher', env: readEnv(runEnv(databaseUrl)), databaseUrl, connections: 8 });
    } catch {
      await pause(50);
    }
  }
}
