import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { IncomingServerItem } from './incoming-server-schema.ts';
import { loadIncomingServer } from './load-incoming-servers.ts';

/** One incoming server, without its password. Administrators only. @throws AppError `not_found` */
export async function readIncomingServer(ctx: Ctx, id: number): Promise<IncomingServerItem> {
  requireAdministrator(ctx.actor);
  const row = await loadIncomingServer(ctx.db, id);
  if (!row) throw new AppError('not_found', `There is no incoming server ${id}.`);
  const { passwordSealed: _passwordSealed, ...item } = row;
  return item;
}
