import { eq } from 'drizzle-orm';
import { instance } from '#drizzle/schema/instance.ts';
import { outgoingServer } from '#drizzle/schema/outgoing-server.ts';
import type { Ctx } from '#lib/db/context.ts';
import { chooseDefaultServer, type DefaultServer } from '#lib/mail/servers/default-server.ts';
import { openServerSecret } from '#lib/mail/servers/server-secret.ts';
import type { SmtpSettings } from '#lib/mail/servers/smtp-settings.ts';

export type OutgoingServerRow = typeof outgoingServer.$inferSelect;

export interface SendingServers {
  /** Archived ones too: a mail bound to one is told so. */
  own: OutgoingServerRow[];
  fallback: DefaultServer;
  /** This database is a copy: whatever is chosen, the sandbox takes the mail. */
  capturing: boolean;
}

/** Every outgoing server, and what sends while there is none. */
export async function loadSendingServers(ctx: Ctx): Promise<SendingServers> {
  const own = await ctx.db.select().from(outgoingServer);
  const [row] = await ctx.db
    .select({ usedAt: instance.ownServerUsedAt, captureSince: instance.captureSince })
    .from(instance);
  const fallback = chooseDefaultServer(ctx.env, Boolean(row?.usedAt));
  return { own, fallback, capturing: Boolean(row?.captureSince) };
}

/** One server by id, archived or not. */
export async function loadOutgoingServer(ctx: Ctx, id: number): Promise<OutgoingServerRow | null> {
  const [row] = await ctx.db.select().from(outgoingServer).where(eq(outgoingServer.id, id));
  return row ?? null;
}

/**
 * How to connect to an own server.
 * @throws AppError `unavailable` when its password cannot be read any more
 */
export function settingsOf(ctx: Ctx, row: OutgoingServerRow): SmtpSettings {
  return {
    serverId: row.id,
    name: row.name,
    host: row.host,
    port: row.port,
    encryption: row.encryption,
    login: loginOf(ctx, row),
    concurrency: row.concurrency,
    maxMessageBytes: row.maxMessageSizeMb ? Math.round(row.maxMessageSizeMb * 1_048_576) : null,
    debugLog: row.debugLog,
  };
}

function loginOf(
  ctx: Ctx,
  { authentication, username: user, passwordSealed }: OutgoingServerRow,
): SmtpSettings['login'] {
  if (authentication === 'none' || !user) return null;
  if (authentication === 'oauth2') return { user, oauth: true };
  return { user, password: passwordSealed ? openServerSecret(ctx, passwordSealed) : '' };
}
