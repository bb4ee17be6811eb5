import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { IncomingServerItem } from './incoming-server-schema.ts';
import { loadIncomingServerItem } from './load-incoming-servers.ts';

/** One incoming server, without its password. Administrators only. @throws AppError `not_found` */
export async function readIncomingServer(ctx: Ctx, id: number): Promise<IncomingServerItem> {
  requireAdministrator(ctx.actor);
  const item = await loadIncomingServerItem(ctx.db, id);
  if (!item) throw new AppError('not_found', `There is no incoming server ${id}.`);
  return item;
}
