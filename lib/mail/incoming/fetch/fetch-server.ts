import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import { openAlert } from '#lib/alerts/open-alert.ts';
import { resolveAlert } from '#lib/alerts/resolve-alert.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import type { IncomingServerType } from '#lib/core/enumerations.ts';
import { AppError, messageOf } from '#lib/core/errors.ts';
import { type Ctx, systemActor } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { isCapturing } from '#lib/instance/is-capturing.ts';
import { explainImapError } from '#lib/mail/servers/explain-imap-error.ts';
import type { FetchCounts } from './fetch-counts.ts';
import type { Fetcher, FetchRun } from './fetch-run.ts';
import { fetchImap } from './imap/fetch-imap.ts';
import { isOwnFailure, reportOwnFailure } from './own-failure.ts';
import { fetchPop3 } from './pop3/fetch-pop3.ts';
import { dropLease, type FetchableServer, noteFetched, noteFetchFailed, selectServer, takeLease } from './store.ts';
import { progressTeller } from './tell-progress.ts';

/** No further mail is begun after this time. */
const softDeadline = 50_000;
/** The connection is cut after this time, whatever it is at. */
const hardDeadline = 60_000;
/** Longer than the hard deadline: a lease that runs out belongs to a dead worker. */
const lease = 90_000;
/** A mailbox read by two installations loses its mail to the one that comes first. */
export const notFetched =
  'this is a copy of a database, and what it took would be missing in the original. Claim the database first.';
/** Whoever asks for a fetch waits so long for one that is under way, of the clock or of a new mail. */
const patience = 10_000;
const askAgainMs = 250;
/** So many failures in a row raise an alert. */
const streak = 3;
/** Types that are missing here are not polled. */
const fetchers: Partial<Record<IncomingServerType, Fetcher>> = { imap: fetchImap, pop3: fetchPop3 };

export interface FetchRequest {
  id: number;
  signal?: AbortSignal;
  /** Compare the books with the whole mailbox first. */
  check?: boolean;
  /** A connection that is signed in already. */
  over?: ImapFlow;
  /** How long to wait for a fetch that is under way. */
  waitMs?: number;
}

export interface FetchResult extends FetchCounts {
  /** `partial`: the time was up, the rest comes with the next fetch. */
  status: 'done' | 'partial';
}

/**
 * Fetches one mailbox now, for at most 60 seconds. Administrators only.
 * @throws AppError `not_found`, `conflict` (archived, not confirmed, being fetched, a copied database), `unavailable` with
 * what the server said; OwnFailure where this product failed, which leaves nothing on the server
 */
export async function fetchIncomingServer(
  given: Ctx,
  { id, signal, check = false, over, waitMs = patience }: FetchRequest,
): Promise<FetchResult> {
  requireAdministrator(given.actor);
  const ctx: Ctx = { ...given, actor: systemActor };
  const server = await selectServer(ctx.db, id);
  if (!server) throw new AppError('not_found', `There is no incoming server ${id}.`);
  assertFetchable(server);
  if (await isCapturing(ctx)) throw new AppError('conflict', `${server.name} is not fetched: ${notFetched}`);
  const owner = randomUUID();
  if (!(await leaseWithin(ctx, id, owner, waitMs))) {
    throw new AppError('conflict', `${server.name} is being fetched right now. Try again in a minute.`);
  }
  try {
    const counts = await fetchWithin(ctx, server, owner, { signal, check, over });
    await noteFetched(ctx.db, id, ctx.now());
    if (server.failureCount > 0) await resolveAlert(ctx, 'incoming-server-failing', String(id));
    return { ...counts, status: counts.remaining > 0 ? 'partial' : 'done' };
  } catch (error) {
    // Our own shutdown is not the server's fault.
    if (signal?.aborted) throw new AppError('unavailable', 'The fetch was stopped.', { cause: error });
    throw isOwnFailure(error) ? reportOwnFailure(ctx, server, error) : await reportFailure(ctx, server, error);
  } finally {
    await leave(ctx, id, owner);
  }
}

/** What the fetch came to is known by now; a database that fails here only costs the next one the rest of the lease. */
async function leave(ctx: Ctx, id: number, owner: string): Promise<void> {
  try {
    await dropLease(ctx.db, id, owner);
    await publishEvent(ctx.db, { topic: 'servers' });
  } catch (error) {
    ctx.log.warn({ reason: messageOf(error), serverId: id }, 'a mailbox is fetched again once its lease ran out');
  }
}

function assertFetchable(server: FetchableServer): void {
  fetcherOf(server);
  if (!server.active) throw new AppError('conflict', `${server.name} is archived. Restore it first.`);
  if (server.state !== 'confirmed') {
    throw new AppError('conflict', `${server.name} is not confirmed. Use Test & Confirm first.`);
  }
}

function fetcherOf({ type, name }: FetchableServer): Fetcher {
  const fetcher = fetchers[type];
  if (fetcher) return fetcher;
  throw new AppError('conflict', `${name} is not polled: mails are handed over to it.`);
}

function fetchWithin(
  ctx: Ctx,
  server: FetchableServer,
  owner: string,
  { signal, ...rest }: { signal: AbortSignal | undefined } & Pick<FetchRun, 'check' | 'over'>,
): Promise<FetchCounts> {
  const began = performance.now();
  const mayGoOn = async () =>
    performance.now() - began < softDeadline && !signal?.aborted && (await extendLease(ctx, server.id, owner));
  const cut = AbortSignal.any([AbortSignal.timeout(hardDeadline), ...(signal ? [signal] : [])]);
  const tell = progressTeller(ctx, server.id);
  return fetcherOf(server)(ctx, server, { mayGoOn, signal: cut, tell, ...rest });
}

async function leaseWithin(ctx: Ctx, id: number, owner: string, waitMs: number): Promise<boolean> {
  const began = performance.now();
  for (;;) {
    if (await extendLease(ctx, id, owner)) return true;
    if (performance.now() - began >= waitMs) return false;
    await pause(askAgainMs);
  }
}

function extendLease(ctx: Ctx, id: number, owner: string): Promise<boolean> {
  const now = ctx.now();
  return takeLease(ctx.db, id, owner, now, addMilliseconds(now, lease));
}

/** Notes the failure where the administrator looks, and words it. A server is never switched off by itself. */
async function reportFailure(ctx: Ctx, server: FetchableServer, error: unknown): Promise<AppError> {
  const { reason, reply } = explainImapError(error);
  const words = reply && !reason.includes(reply) ? `${reason} It said: ${reply}` : reason;
  ctx.log.warn({ err: error, serverId: server.id }, 'a mailbox could not be fetched');
  const failures = await noteFetchFailed(ctx.db, server.id, words, ctx.now());
  if (failures >= streak) {
    await openAlert(ctx, {
      kind: 'incoming-server-failing',
      key: String(server.id),
      severity: 'error',
      title: `${server.name} cannot be fetched`,
      detail: `${failures} fetches in a row have failed: ${words}`,
      link: `/technical/incoming-servers/${server.id}`,
    });
  }
  return new AppError('unavailable', words, { cause: error });
}
