import type { Ctx } from '#lib/db/context.ts';
import { listIncomingServers } from '#lib/mail/servers/list-incoming-servers.ts';

/** The incoming servers by name, as options of a choice. */
export async function serverChoices(ctx: Ctx): Promise<{ value: string; label: string }[]> {
  const sort = { field: 'name', descending: false };
  const { items } = await listIncomingServers(ctx, { limit: 200, sort, filters: [] });
  return items.map(({ id, name }) => ({ value: String(id), label: name }));
}
