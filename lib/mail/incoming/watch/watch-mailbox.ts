import { setTimeout as pause } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import { AppError, messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { connectMailbox } from '#lib/mail/servers/connect-mailbox.ts';
import { explainImapError } from '#lib/mail/servers/explain-imap-error.ts';
import { fetchIncomingServer } from '../fetch/fetch-server.ts';
import { isOwnFailure, logOwnFailure } from '../fetch/own-failure.ts';
import { notePush, type Push, type WatchableServer } from './store.ts';
import { backoffAfter, type WatchLimits } from './watch-limits.ts';

export interface Watch {
  /** False where the server offers no IDLE: it takes up no connection. */
  isConnected(): boolean;
  /** Hangs up. */
  stop(): Promise<void>;
}

/** One mailbox that is listened to. */
interface Post {
  ctx: Ctx;
  server: WatchableServer;
  owner: string;
  limits: WatchLimits;
  signal: AbortSignal;
  note: (state: Push['pushState'], error?: string | null) => Promise<void>;
}

/** Listens to one mailbox by IDLE (RFC 2177) until stopped, connecting again whenever the connection is lost. */
export function watchMailbox(ctx: Ctx, server: WatchableServer, owner: string, limits: WatchLimits): Watch {
  const stopping = new AbortController();
  let push: Push | null = null;
  const note = async (pushState: Push['pushState'], pushError: string | null = null) => {
    if (push?.pushState === pushState && push.pushError === pushError) return;
    const pushSince = push?.pushState === pushState ? push.pushSince : ctx.now();
    const noted = { pushState, pushSince, pushError };
    await notePush(ctx.db, server.id, owner, noted);
    push = noted;
    await publishEvent(ctx.db, { topic: 'servers' });
  };
  const running = keepWatching({ ctx, server, owner, limits, signal: stopping.signal, note });
  return {
    isConnected: () => push?.pushState !== 'not_offered',
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function keepWatching(post: Post): Promise<void> {
  const { limits, signal } = post;
  let failures = 0;
  while (!signal.aborted) {
    try {
      await watchOnce(post, () => {
        failures = 0;
      });
      await post.note('not_offered');
      await rest(limits.askAgainMs, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (isOwnFailure(error)) logOwnFailure(post.ctx, post.server.id, error);
      else {
        failures += 1;
        await reportLost(post, error);
      }
      await rest(backoffAfter(failures, limits), signal);
    }
  }
}

/** Where the database fails just now the next round says it. */
async function reportLost({ ctx, server, note }: Post, error: unknown): Promise<void> {
  const { reason } = explainImapError(error);
  ctx.log.info({ serverId: server.id, reason: messageOf(error) }, 'a mailbox is not listened to; connecting again');
  await note('reconnecting', reason).catch(() => undefined);
}

/**
 * One connection.
 * @returns once the server turns out to have no IDLE
 * @throws whatever ends the connection
 */
async function watchOnce(post: Post, onListening: () => void): Promise<void> {
  const { ctx, server, limits, signal, note } = post;
  let made: ImapFlow | null = null;
  let lost: unknown = null;
  const hangUp = () => made?.close();
  const onClient = (one: ImapFlow) => {
    made = one;
    one.on('error', (error) => {
      lost ??= error;
    });
  };
  signal.addEventListener('abort', hangUp, { once: true });
  try {
    signal.throwIfAborted();
    const client = await connectMailbox(ctx, server, { timeoutMs: limits.silenceMs, onClient });
    if (!client.capabilities.has('IDLE')) return;
    const news = listenForNews(client);
    let ownFailures = 0;
    for (let isFirst = true; ; isFirst = false) {
      const isDue = isFirst || ownFailures > 0 || news.came();
      const isFetched = !isDue || (await succeeds(post, () => fetchNews(post, client)));
      if (!client.usable) throw lost ?? new AppError('unavailable', 'The server closed the connection.');
      const isNoted = await succeeds(post, () => note('on'));
      onListening();
      ownFailures = isFetched && isNoted ? 0 : ownFailures + 1;
      if ((await idle(client, news, listeningTime(ownFailures, limits))) === 'refused') return;
    }
  } finally {
    signal.removeEventListener('abort', hangUp);
    hangUp();
  }
}

/** False where this product failed: the connection is as good as before, and the work is tried again over it. */
async function succeeds({ ctx, server }: Post, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!isOwnFailure(error)) throw error;
    logOwnFailure(ctx, server.id, error);
    return false;
  }
}

/** How long to listen before something is to be done anyhow. */
function listeningTime(ownFailures: number, limits: WatchLimits): number {
  return ownFailures === 0 ? limits.renewMs : Math.min(limits.renewMs, backoffAfter(ownFailures, limits));
}

interface News {
  /** Whether mail came since this was last asked. */
  came(): boolean;
  /** Waits for some. */
  next(): Promise<void>;
}

function listenForNews(client: ImapFlow): News {
  let hasCome = false;
  let wake: () => void = () => undefined;
  client.on('exists', ({ count, prevCount }) => {
    if (count <= prevCount) return;
    hasCome = true;
    wake();
  });
  return {
    came: () => {
      const answer = hasCome;
      hasCome = false;
      return answer;
    },
    next: () =>
      new Promise((resolve) => {
        wake = resolve;
        if (hasCome) resolve();
      }),
  };
}

/** Until mail comes, the time is up, or the server breaks it off. */
async function idle(client: ImapFlow, news: News, renewMs: number): Promise<'refused' | 'over'> {
  // A command ends IDLE; the answer says whether the server is still there.
  const renew = setTimeout(() => client.noop().catch(() => undefined), renewMs);
  try {
    const idling = client.idle().catch(() => undefined);
    const ended = await Promise.race([idling, news.next().then(() => 'news' as const)]);
    return ended === false && client.usable ? 'refused' : 'over';
  } finally {
    clearTimeout(renew);
  }
}

/** Fetches over the connection that listens: signing in once more could take longer than mail may wait. */
async function fetchNews({ ctx, server, limits, signal }: Post, client: ImapFlow): Promise<void> {
  while (!signal.aborted) {
    try {
      const { status } = await fetchIncomingServer(ctx, { id: server.id, over: client, signal, waitMs: 0 });
      if (status === 'done') return;
    } catch (error) {
      // Somebody else is fetching, and may have looked before this mail came.
      if (!(error instanceof AppError && error.code === 'conflict')) throw error;
      await rest(limits.busyMs, signal);
    }
  }
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}
