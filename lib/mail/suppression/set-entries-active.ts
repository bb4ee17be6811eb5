import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import { listEntries } from './list-entries.ts';
import type { SuppressionList } from './suppression-schema.ts';
import { updateEntry } from './update-entry.ts';

/** More than this at a time are left for a second click; the answer tells how many went. */
const mostAtOnce = 10_000;

/**
 * Takes several addresses off a list, or puts them back: those with these ids, or all whose address or reason contains
 * the words. Answers how many. Administrators only.
 */
export async function setEntriesActive(
  ctx: Ctx,
  list: SuppressionList,
  which: { ids: number[] } | { q: string },
  active: boolean,
): Promise<number> {
  requireAdministrator(ctx.actor);
  const ids = 'ids' in which ? which.ids.slice(0, mostAtOnce) : await findIds(ctx, list, which.q, !active);
  for (const id of ids) await updateEntry(ctx, list, id, { active });
  return ids.length;
}

async function findIds(ctx: Ctx, list: SuppressionList, q: string, active: boolean): Promise<number[]> {
  const ids: number[] = [];
  const sort = { field: 'createdAt', descending: false };
  const filters = [{ field: 'active', operator: 'in' as const, values: [String(active)] }];
  let cursor: string | undefined;
  do {
    const page = await listEntries(ctx, list, { limit: 200, q: q || undefined, cursor, sort, filters });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor && ids.length < mostAtOnce);
  return ids;
}
