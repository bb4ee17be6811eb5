import { getPage } from '#app/api-client.ts';
import type { Selection } from '#components/table/list-types.ts';
import type { SandboxItem } from '#lib/mail/sandbox/sandbox-schema.ts';

/** As many as one call sends. */
const mostPages = 5;

/** The captured mails that are selected: those ticked, or what the list shows with its search and filters, 1000 at most. */
export async function idsOfSelection(chosen: Selection): Promise<number[]> {
  if (!chosen.all) return chosen.ids.map(Number);
  const filters = { ...chosen.params.filters, captured: 'true' };
  const ids: number[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page++) {
    const params = { q: chosen.params.q, filters, sort: null, group: null, limit: 200, cursor };
    const found: { items: SandboxItem[]; nextCursor: string | null } = await getPage<SandboxItem>(
      '/sandbox/messages',
      params,
    );
    ids.push(...found.items.filter(({ releasedAt }) => !releasedAt).map(({ id }) => id));
    cursor = found.nextCursor;
    if (!cursor) break;
  }
  return ids;
}
