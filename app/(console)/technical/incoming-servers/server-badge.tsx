import { StateBadge } from '#components/mail/state-badge.tsx';
import type { IncomingServerItem } from '#lib/mail/servers/incoming-server-schema.ts';
import { AccountBadge, lacksAccount } from '../_servers/account-badge.tsx';
import { healthOf } from './server-health.ts';

/** How a server is: without a connected account, not confirmed, archived, failing or confirmed. */
export function ServerBadge({ server }: { server: IncomingServerItem }) {
  return lacksAccount(server) ? <AccountBadge oauth={server.oauth} /> : <StateBadge {...healthOf(server)} />;
}
