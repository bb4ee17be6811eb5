import { KeyRound } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import type { IncomingServerItem } from '#lib/mail/servers/incoming-server-schema.ts';

type Account = Pick<IncomingServerItem, 'active' | 'authentication' | 'oauth'>;

/** Whether a server waits for somebody to connect its account. */
export function lacksAccount({ active, authentication, oauth }: Account): boolean {
  return active && authentication === 'oauth2' && !oauth?.usable;
}

/** What a server that signs in by OAuth waits for. */
export function AccountBadge({ oauth }: Pick<Account, 'oauth'>) {
  return (
    <Badge tone="warning" icon={KeyRound}>
      {oauth ? 'Sign in again' : 'Not connected'}
    </Badge>
  );
}
