import { openAlert } from '#lib/alerts/open-alert.ts';
import { resolveAlert } from '#lib/alerts/resolve-alert.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { releaseWaiting } from '#lib/mail/outgoing/queue/release-deliveries.ts';
import { afterFailure, type Breaker, closedBreaker, mayTry, waitLonger } from '#lib/mail/outgoing/verdict/breaker.ts';
import { loadBreakerLocked, saveBreaker, takeProbe } from '#lib/mail/outgoing/verdict/load-breakers.ts';

/** The kind of alert that says a server is down; its key is the server's id. */
export const serverDownAlert = 'outgoing-server-down';

/** Counts a failure of a server; at the limit the breaker opens and the administrators are told. */
export async function recordServerFailure(
  ctx: Ctx,
  server: { serverId: number; name: string },
  failure: { atOnce: boolean; reason: string },
): Promise<Breaker> {
  return inTransaction(ctx, async (tx) => {
    const now = ctx.now();
    const before = await loadBreakerLocked(tx.db, server.serverId);
    const after = afterFailure(before, now, failure);
    await saveBreaker(tx.db, server.serverId, after, now);
    if (after.state === 'open') await alertDown(tx, server, failure);
    if (after.state !== before.state) await publishEvent(tx.db, { topic: 'servers' });
    return after;
  });
}

async function alertDown(
  ctx: Ctx,
  server: { serverId: number; name: string },
  { atOnce: refusesSignIn, reason }: { atOnce: boolean; reason: string },
): Promise<void> {
  const waits = 'Mail for this server waits and leaves by itself';
  const words = refusesSignIn
    ? {
        title: `${server.name} refuses our sign-in`,
        detail: `${reason} ${waits} once the server lets us in: enter user name and password again and save, or connect the account again, then it is tried at once.`,
      }
    : {
        title: `${server.name} does not take mail`,
        detail: `${reason} ${waits} once it answers again; no attempt is lost.`,
      };
  await openAlert(ctx, {
    kind: serverDownAlert,
    key: String(server.serverId),
    severity: 'error',
    ...words,
    ...(server.serverId > 0 ? { link: `/technical/outgoing-servers/${server.serverId}` } : {}),
  });
}

/** A server worked: closes its breaker and wakes the mail that waits for it. */
export async function recordServerSuccess(ctx: Ctx, serverId: number): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const before = await loadBreakerLocked(tx.db, serverId);
    await saveBreaker(tx.db, serverId, closedBreaker, ctx.now());
    if (before.state === 'closed') return;
    await resolveAlert(tx, serverDownAlert, String(serverId));
    await publishEvent(tx.db, { topic: 'servers' });
    await wake(tx, serverId);
  });
}

/** Lets the next mail try the server at once ("Send now", a saved server). */
export async function probeServerNow(ctx: Ctx, serverId: number): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const before = await loadBreakerLocked(tx.db, serverId);
    const after: Breaker = { ...before, nextProbeAt: before.state === 'open' ? ctx.now() : null };
    await saveBreaker(tx.db, serverId, after, ctx.now());
    await wake(tx, serverId);
  });
}

async function wake(ctx: Ctx, serverId: number): Promise<void> {
  for (const emailId of await releaseWaiting(ctx, serverId)) await ctx.jobs.send(ctx.db, 'send-email', { emailId });
}

/** Whether a transaction with a server may begin now; takes the probe when one is due. */
export async function askBreaker(
  ctx: Ctx,
  serverId: number,
  breaker: Breaker,
): Promise<{ go: true } | { go: false; until: Date }> {
  const now = ctx.now();
  const answer = mayTry(breaker, now);
  if (answer.kind === 'free') return { go: true };
  if (answer.kind === 'wait') return { go: false, until: answer.until };
  const next = waitLonger(breaker, now);
  const taken = await takeProbe(ctx.db, serverId, breaker, next, now);
  return taken ? { go: true } : { go: false, until: next.nextProbeAt ?? now };
}
