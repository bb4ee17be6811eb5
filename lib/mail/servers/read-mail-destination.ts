import { requireSignedIn } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import { loadSendingServers } from './load-sending-servers.ts';

/** Where mail leaves to: own servers, the operator's default server, the sandbox on this machine, or nowhere. */
export interface MailDestination {
  kind: 'own' | 'default' | 'sandbox' | 'none';
  /** Where it would leave to without own servers. */
  withoutOwn: 'default' | 'sandbox' | 'none';
}

/** Where a mail sent now would leave to, for the words over every page. */
export async function readMailDestination(ctx: Ctx): Promise<MailDestination> {
  requireSignedIn(ctx.actor);
  const { own, fallback } = await loadSendingServers(ctx);
  const withoutOwn = !fallback ? 'none' : fallback.kind === 'sandbox' ? 'sandbox' : 'default';
  return { kind: own.some((server) => server.active) ? 'own' : withoutOwn, withoutOwn };
}
