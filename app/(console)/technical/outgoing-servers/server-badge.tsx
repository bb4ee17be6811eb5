import { StateBadge } from '#components/mail/state-badge.tsx';
import type { OutgoingServerItem } from '#lib/mail/servers/outgoing-server-schema.ts';

/** How a server is: archived, paused after failures, or ready (which is no promise: only a test shows that it works). */
export function ServerBadge({
  server: { active, breaker },
}: {
  server: Pick<OutgoingServerItem, 'active' | 'breaker'>;
}) {
  if (!active) return <StateBadge kind="server" state="archived" />;
  if (breaker.state === 'open') return <StateBadge kind="server" state="open" />;
  return (
    <StateBadge kind="server" state="ok">
      Ready
    </StateBadge>
  );
}
