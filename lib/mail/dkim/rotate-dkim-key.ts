import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import { createDkimKey } from './create-dkim-key.ts';
import type { DkimKeyItem } from './dkim-key-schema.ts';
import { readDkimKey } from './read-dkim-key.ts';

/**
 * Makes a successor of a key: same domain and algorithm, next selector. Both sign, so that mails stay valid while the new
 * record spreads; the old one is deactivated by hand once it has. Administrators only.
 * @throws AppError `not_found`
 */
export async function rotateDkimKey(ctx: Ctx, id: number): Promise<DkimKeyItem> {
  requireAdministrator(ctx.actor);
  const { domain, algorithm } = await readDkimKey(ctx, id);
  return createDkimKey(ctx, { domain, algorithm });
}
