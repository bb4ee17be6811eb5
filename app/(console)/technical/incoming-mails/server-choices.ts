import type { Ctx } from '#lib/db/context.ts';
import { listIncomingServers } from '#lib/mail/servers/list-incoming-servers.ts';

export type ServerChoices = readonly { value: string; label: string }[];

/** The incoming servers by name, as options of a choice. */
export async function serverChoices(ctx: Ctx): Promise<ServerChoices> {
  const sort = { field: 'name', descending: false };
  const { items } = await listIncomingServers(ctx, { limit: 200, sort, filters: [] });
  return items.map(({ id, name }) => ({ value: String(id), label: name }));
}
