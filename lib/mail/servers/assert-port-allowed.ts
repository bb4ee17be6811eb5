import { invalidField } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';

/**
 * Networks of hosting providers block port 25 towards the world, so mail over it would only wait. An archived server
 * may keep it.
 * @throws AppError `invalid` on field `port` for port 25 in the online edition
 */
export async function assertPortAllowed(ctx: Ctx, server: { port: number; active: boolean }): Promise<void> {
  if (server.port !== 25 || !server.active) return;
  if ((await readParameter(ctx, 'perfectwork.edition')) !== 'online') return;
  throw invalidField(
    'port',
    'Port 25 is blocked in the online edition: mail servers use it among themselves, and it is abused for spam. Use 465, 587 or 2525.',
  );
}
