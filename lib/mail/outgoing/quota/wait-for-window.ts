import { openAlert } from '#lib/alerts/open-alert.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import type { Db } from '#lib/db/client.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { ClaimedDelivery } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import { isBulk } from '#lib/mail/outgoing/queue/lanes.ts';
import { putBack } from '#lib/mail/outgoing/queue/put-back.ts';
import { explainQuota, inWords, momentInWords } from '#lib/mail/outgoing/quota/explain-quota.ts';
import type { Quota, QuotaWindow } from '#lib/mail/outgoing/quota/quota-windows.ts';
import { type Line, standInLine } from '#lib/mail/outgoing/quota/stand-in-line.ts';

/** The kind of alert that says mail waits for tomorrow's quota; its key is the server's id. */
export const quotaAlert = 'outgoing-server-quota';

/** Leaves so much after a window opens: the clock of the server may be a little behind ours. */
const afterOpeningMs = 250;

export interface Denied {
  delivery: ClaimedDelivery;
  blockedBy: QuotaWindow;
}

interface Waiting {
  leavesAt: Date;
  reason: string;
  deliveries: ClaimedDelivery[];
}

/**
 * Puts deliveries for which the quota of their server has no place back into the queue, untried, for the windows to
 * come, with a job for each of these moments. Mail that waits for another day opens an alert.
 */
export async function waitForWindow(ctx: Ctx, quota: Quota, denied: Denied[]): Promise<void> {
  for (const waiting of lineUp(ctx, quota, denied)) await putInLine(ctx, quota.serverId, waiting);
  const tomorrow = denied.find(({ blockedBy }) => blockedBy.unit === 'day');
  if (!tomorrow) return;
  const opens = momentInWords(tomorrow.blockedBy.end, ctx.now());
  await openAlert(ctx, {
    kind: quotaAlert,
    key: String(quota.serverId),
    severity: 'warning',
    title: `${quota.serverName} has used up its quota of the day`,
    detail: `It is set to take ${inWords(quota.perDay ?? 0)} mails a day. Further mail waits and leaves by itself from the next day on, ${opens}. Raise the limit if your provider allows more.`,
    link: `/technical/outgoing-servers/${quota.serverId}`,
  });
}

const lines = new WeakMap<Db, Map<string, Line>>();

/** Where the line of each server ends, as far as this process lined it up: people's mail and bulk stand in two. */
function lineUp(ctx: Ctx, quota: Quota, denied: Denied[]): Waiting[] {
  const known = lines.get(ctx.db) ?? new Map<string, Line>();
  lines.set(ctx.db, known);
  const groups = new Map<string, Waiting>();
  for (const { delivery, blockedBy } of denied) {
    const { lane } = delivery;
    // A changed limit begins a new line.
    const name = `${quota.serverId} ${quota.perMinute} ${quota.perDay} ${isBulk(lane) ? 'bulk' : 'people'}`;
    const line = standInLine(quota, lane, known.get(name) ?? null, blockedBy.end);
    known.set(name, line);
    const key = `${line.at.getTime()} ${blockedBy.unit} ${name}`;
    const group = groups.get(key) ?? {
      leavesAt: addMilliseconds(line.at, afterOpeningMs),
      reason: explainQuota(quota, blockedBy.unit, lane, line.at, ctx.now()),
      deliveries: [],
    };
    group.deliveries.push(delivery);
    groups.set(key, group);
  }
  return [...groups.values()];
}

async function putInLine(ctx: Ctx, serverId: number, { leavesAt, reason, deliveries }: Waiting): Promise<void> {
  const byEmail = Map.groupBy(deliveries, ({ emailId }) => emailId);
  const input = { dueAt: leavesAt, serverId, reason, untried: true };
  await Promise.all([...byEmail].map(([emailId, held]) => putBack(ctx, emailId, { ...input, held })));
}
