import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { openConnection } from '#lib/mail/outgoing/transport/open-connection.ts';
import { reasonFor } from '#lib/mail/outgoing/verdict/explain-reply.ts';
import { loadOutgoingServer, settingsOf } from './load-sending-servers.ts';
import { saveOutgoingServer } from './save-outgoing-server.ts';

/**
 * Asks a server for the largest mail it takes (RFC 1870) and keeps it. Administrators only.
 * @returns megabytes
 * @throws AppError `not_found`; `unavailable` when it cannot be reached; `conflict` when it announces no size
 */
export async function readServerSize(ctx: Ctx, id: number): Promise<{ maxMessageSizeMb: number }> {
  requireAdministrator(ctx.actor);
  const row = await loadOutgoingServer(ctx, id);
  if (!row) throw new AppError('not_found', `There is no outgoing server ${id}.`);
  const settings = settingsOf(ctx, row);
  const opened = await openConnection(ctx, settings);
  if (!opened.ok) throw new AppError('unavailable', reasonFor(opened.failure, settings, null));
  const { session } = opened.connection;
  const bytes = session.features.maxBytes ?? 0;
  session.quit();
  if (bytes === 0)
    throw new AppError('conflict', `${row.name} does not say how large a mail may be. Enter the limit yourself.`);
  const maxMessageSizeMb = Math.min(1024, Math.max(0.1, Math.floor((bytes / 1_048_576) * 10) / 10));
  await saveOutgoingServer(ctx, { id, maxMessageSizeMb });
  return { maxMessageSizeMb };
}
