import type { Ctx } from '#lib/db/context.ts';
import { enforceDailyLimit } from '#lib/mail/outgoing/daily-limit/enforce-daily-limit.ts';
import type { PlannedTransaction } from '#lib/mail/outgoing/plan-transactions.ts';
import type { ClaimedDelivery } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import type { Quota } from '#lib/mail/outgoing/quota/quota-windows.ts';
import { reservePlaces } from '#lib/mail/outgoing/quota/reserve-places.ts';
import { waitForWindow } from '#lib/mail/outgoing/quota/wait-for-window.ts';
import { addOutcomes, emptyOutcome, type SendOutcome } from '#lib/mail/outgoing/transport/send-outcome.ts';
import type { OutgoingServerRow } from '#lib/mail/servers/load-sending-servers.ts';

export interface Admitted {
  transactions: PlannedTransaction[];
  outcome: SendOutcome;
}

/**
 * Takes a place for every planned delivery whose server has a quota. Over the quota of an own server deliveries wait for
 * its next window; over the daily limit of the default server they fail. Servers without quota cost nothing.
 */
export async function admitTransactions(
  ctx: Ctx,
  servers: OutgoingServerRow[],
  planned: PlannedTransaction[],
): Promise<Admitted> {
  let admitted: Admitted = { transactions: [], outcome: emptyOutcome };
  for (const [serverId, group] of Map.groupBy(planned, (transaction) => transaction.serverId)) {
    const part = await admitGroup(ctx, servers, serverId, group);
    admitted = {
      transactions: [...admitted.transactions, ...part.transactions],
      outcome: addOutcomes(admitted.outcome, part.outcome),
    };
  }
  return admitted;
}

async function admitGroup(
  ctx: Ctx,
  servers: OutgoingServerRow[],
  serverId: number,
  group: PlannedTransaction[],
): Promise<Admitted> {
  const unlimited = { transactions: group, outcome: emptyOutcome };
  // What the sandbox takes in place of a server, in a copied database, never reaches that server.
  if (group.some(({ route }) => route.kind === 'sandbox' && (serverId > 0 || route.insteadOf))) return unlimited;
  const claimed = group.flatMap(({ deliveries }) => deliveries);
  if (serverId === 0) {
    const { granted, quota, takenAt, failed } = await enforceDailyLimit(ctx, claimed);
    if (!quota) return unlimited;
    return { transactions: keepOnly(group, granted, quota, takenAt), outcome: { ...emptyOutcome, failed } };
  }
  const quota = quotaOf(servers.find((server) => server.id === serverId));
  if (!quota) return unlimited;
  const { granted, denied, takenAt } = await reservePlaces(ctx, quota, claimed);
  if (denied.length > 0) {
    const waiting = denied.map(({ item, blockedBy }) => ({ delivery: item, blockedBy }));
    await waitForWindow(ctx, quota, waiting);
  }
  const outcome = { ...emptyOutcome, deferred: denied.length };
  return { transactions: keepOnly(group, granted, quota, takenAt), outcome };
}

function quotaOf(server: OutgoingServerRow | undefined): Quota | null {
  if (!server || (server.perMinuteLimit === null && server.perDayLimit === null)) return null;
  const { id, name, perMinuteLimit: perMinute, perDayLimit: perDay } = server;
  return { serverId: id, serverName: name, perMinute, perDay };
}

/** The transactions without the deliveries that got no place; each remembers its places. */
function keepOnly(
  group: PlannedTransaction[],
  granted: ClaimedDelivery[],
  quota: Quota,
  takenAt: Date,
): PlannedTransaction[] {
  const ids = new Set(granted.map(({ id }) => id));
  return group.flatMap((transaction) => {
    const deliveries = transaction.deliveries.filter(({ id }) => ids.has(id));
    return deliveries.length > 0 ? [{ ...transaction, deliveries, places: { quota, takenAt } }] : [];
  });
}
