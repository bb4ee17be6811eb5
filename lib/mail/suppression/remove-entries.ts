import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import { listEntries } from './list-entries.ts';
import { removeEntry } from './remove-entry.ts';
import type { SuppressionList } from './suppression-schema.ts';

/** More than this at a time are left for a second click; the answer tells how many went. */
const mostAtOnce = 10_000;

/** Takes the addresses with these ids off a list, or all whose address or reason contains the words. Answers how many. */
export async function removeEntries(
  ctx: Ctx,
  list: SuppressionList,
  which: { ids: number[] } | { q: string },
): Promise<number> {
  requireAdministrator(ctx.actor);
  const ids = 'ids' in which ? which.ids.slice(0, mostAtOnce) : await findIds(ctx, list, which.q);
  for (const id of ids) await removeEntry(ctx, list, id);
  return ids.length;
}

async function findIds(ctx: Ctx, list: SuppressionList, q: string): Promise<number[]> {
  const ids: number[] = [];
  let cursor: string | undefined;
  do {
    const sort = { field: 'createdAt', descending: false };
    const page = await listEntries(ctx, list, { limit: 200, q: q || undefined, cursor, sort, filters: [] });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor && ids.length < mostAtOnce);
  return ids;
}
