import type { Db } from '#lib/db/client.ts';
import type { Ctx } from '#lib/db/context.ts';
import { groupCommit } from '#lib/mail/outgoing/transport/group-commit.ts';
import { saveIntents } from '#lib/mail/outgoing/transport/store.ts';

type Held = { id: number; epoch: number }[];

const groups = new WeakMap<Db, (held: Held) => Promise<boolean>>();

/**
 * Commits the intent of one transaction, together with those of all other connections that wait for theirs.
 * @returns false where one of the deliveries is no longer ours: then nothing must be sent
 */
export function commitIntent(ctx: Ctx, held: Held): Promise<boolean> {
  const known = groups.get(ctx.db);
  const commit = known ?? groupCommit((items: Held[]) => saveAll(ctx, items));
  if (!known) groups.set(ctx.db, commit);
  return commit(held);
}

async function saveAll(ctx: Ctx, items: Held[]): Promise<boolean[]> {
  const ours = await saveIntents(ctx, items.flat());
  return items.map((held) => held.every(({ id }) => ours.has(id)));
}
