import { StateBadge } from '#components/mail/state-badge.tsx';
import type { OutgoingServerItem } from '#lib/mail/servers/outgoing-server-schema.ts';
import { AccountBadge, lacksAccount } from '../_servers/account-badge.tsx';

/** How a server is: archived, without a connected account, paused after failures, or ready (which is no promise: only a test shows that it works). */
export function ServerBadge({
  server,
}: {
  server: Pick<OutgoingServerItem, 'active' | 'authentication' | 'breaker' | 'oauth'>;
}) {
  if (!server.active) return <StateBadge kind="server" state="archived" />;
  if (lacksAccount(server)) return <AccountBadge oauth={server.oauth} />;
  if (server.breaker.state === 'open') return <StateBadge kind="server" state="open" />;
  return (
    <StateBadge kind="server" state="ok">
      Ready
    </StateBadge>
  );
}
