import type { OutgoingServerItem } from '#lib/mail/servers/outgoing-server-schema.ts';

/** How a server is, in the words of state badges. */
export function stateOfServer({ active, breaker }: Pick<OutgoingServerItem, 'active' | 'breaker'>): string {
  if (!active) return 'archived';
  return breaker.state === 'open' ? 'open' : 'ok';
}
