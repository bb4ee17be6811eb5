import { requireAdministrator } from '#lib/auth/permissions.ts';
import { invalidField } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { isValidAddress } from '#lib/mail/message/address.ts';
import { setParameter } from '#lib/parameters/set-parameter.ts';
import { readOutgoingServer } from './read-outgoing-server.ts';

/**
 * Sends every mail From the address a server signs in as (`mail.default.from`): accounts at Google and Microsoft send as
 * themselves only. Authors keep their names. Administrators only.
 * @returns the address
 * @throws AppError `not_found`; `invalid` where the user name is no address
 */
export async function sendEverythingFrom(ctx: Ctx, serverId: number): Promise<{ address: string }> {
  requireAdministrator(ctx.actor);
  const { username } = await readOutgoingServer(ctx, serverId);
  if (!username || !isValidAddress(username)) {
    throw invalidField('username', 'The user name of this server is no email address, so nothing can be sent From it.');
  }
  const { value } = await setParameter(ctx, 'mail.default.from', { value: username });
  return { address: value ?? username };
}
