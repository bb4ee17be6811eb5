import type { Db } from '#lib/db/client.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { ClaimedDelivery } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import { type HeldPlaces, keepPlaces, mayDotGo } from '#lib/mail/outgoing/quota/keep-places.ts';
import { groupCommit } from '#lib/mail/outgoing/transport/group-commit.ts';
import { type IntentOf, saveIntents } from '#lib/mail/outgoing/transport/store.ts';

const groups = new WeakMap<Db, (held: IntentOf[]) => Promise<boolean>>();

/** A connection waits for its intent: just long enough that busy ones share a commit. */
const grouping = { pauseMs: 3, untilAsMany: true };

export interface IntentInput {
  deliveries: ClaimedDelivery[];
  serverId: number;
  /** Its places in the quota of the server; left out where that has none. */
  places?: HeldPlaces;
}

/** A commit that outlasts a window of the quota is made again in the next one; more often something is wrong. */
const mostCommits = 3;

/**
 * Commits the intent of one transaction, in a window in which its places count.
 * @returns false where one of the deliveries is no longer ours, or waits for its quota: then nothing must be sent
 */
export async function commitIntent(ctx: Ctx, { deliveries, serverId, places }: IntentInput): Promise<boolean> {
  const held = deliveries.map(({ id, epoch }) => ({ id, epoch, serverId }));
  if (!places) return commitTogether(ctx, held);
  for (let commit = 0; commit < mostCommits; commit++) {
    if (!(await keepPlaces(ctx, places, deliveries)) || !(await commitTogether(ctx, held))) return false;
    if (mayDotGo(ctx, places)) return true;
  }
  return false;
}

/** Together with the intents of all other connections that wait for theirs. */
function commitTogether(ctx: Ctx, held: IntentOf[]): Promise<boolean> {
  const known = groups.get(ctx.db);
  const commit = known ?? groupCommit((items: IntentOf[][]) => saveAll(ctx, items), grouping);
  if (!known) groups.set(ctx.db, commit);
  return commit(held);
}

async function saveAll(ctx: Ctx, items: IntentOf[][]): Promise<boolean[]> {
  const ours = await saveIntents(ctx, items.flat());
  return items.map((held) => held.every(({ id }) => ours.has(id)));
}
