import type { IncomingServerItem } from '#lib/mail/servers/incoming-server-schema.ts';

type Health = Pick<IncomingServerItem, 'active' | 'state' | 'lastError'>;

/** How a server is, as kind and state of a badge: not confirmed, archived, failing or confirmed. */
export function healthOf({ active, state, lastError }: Health): { kind: 'server' | 'incomingServer'; state: string } {
  if (!active) return { kind: 'server', state: 'archived' };
  if (state === 'confirmed' && lastError) return { kind: 'server', state: 'failing' };
  return { kind: 'incomingServer', state };
}
