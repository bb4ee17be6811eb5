import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { OutgoingServerItem } from './outgoing-server-schema.ts';
import { selectOutgoingServer } from './store.ts';

/**
 * One outgoing server, without its password. Administrators only.
 * @throws AppError `not_found`
 */
export async function readOutgoingServer(ctx: Ctx, id: number): Promise<OutgoingServerItem> {
  requireAdministrator(ctx.actor);
  const found = await selectOutgoingServer(ctx.db, id);
  if (!found) throw new AppError('not_found', `There is no outgoing server ${id}.`);
  return found;
}
