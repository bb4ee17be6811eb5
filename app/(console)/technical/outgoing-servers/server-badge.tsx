import { KeyRound } from 'lucide-react';
import { StateBadge } from '#components/mail/state-badge.tsx';
import { Badge } from '#components/ui/badge.tsx';
import type { OutgoingServerItem } from '#lib/mail/servers/outgoing-server-schema.ts';

/** How a server is: archived, without a connected account, paused after failures, or ready (which is no promise: only a test shows that it works). */
export function ServerBadge({
  server: { active, authentication, breaker, oauth },
}: {
  server: Pick<OutgoingServerItem, 'active' | 'authentication' | 'breaker' | 'oauth'>;
}) {
  if (!active) return <StateBadge kind="server" state="archived" />;
  if (authentication === 'oauth2' && !oauth?.usable) {
    return (
      <Badge tone="warning" icon={KeyRound}>
        {oauth ? 'Sign in again' : 'Not connected'}
      </Badge>
    );
  }
  if (breaker.state === 'open') return <StateBadge kind="server" state="open" />;
  return (
    <StateBadge kind="server" state="ok">
      Ready
    </StateBadge>
  );
}
