import type { Ctx } from '#lib/db/context.ts';
import type { SelectedServer } from '#lib/mail/outgoing/select/select-server.ts';
import { type SendingServers, settingsOf } from '#lib/mail/servers/load-sending-servers.ts';
import type { SmtpSettings } from '#lib/mail/servers/smtp-settings.ts';

/**
 * Where mail goes: over SMTP, or into the sandbox of this installation; `insteadOf` names the server that would have
 * sent it, were this database not a copy.
 */
export type Route = { kind: 'smtp'; settings: SmtpSettings } | { kind: 'sandbox'; insteadOf?: string };

/**
 * The way to the chosen server. On a copied database it always ends in the sandbox, also where the sandbox is no
 * default server any more, or switched off.
 * @returns null where the server has gone since it was chosen
 * @throws AppError `unavailable` when the server's password cannot be read any more
 */
export function chooseRoute(ctx: Ctx, servers: SendingServers, { serverId, serverName }: SelectedServer): Route | null {
  if (serverId === null && servers.fallback?.kind !== 'smtp') return servers.fallback;
  if (servers.capturing) return { kind: 'sandbox', insteadOf: serverName };
  if (serverId === null) return servers.fallback;
  const row = servers.own.find((server) => server.id === serverId);
  return row ? { kind: 'smtp', settings: settingsOf(ctx, row) } : null;
}
