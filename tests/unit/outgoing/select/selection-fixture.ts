import type { SelectableServer } from '#lib/mail/outgoing/select/choose-server.ts';
import type { SelectionInput } from '#lib/mail/outgoing/select/select-server.ts';

/** The default From address. */
export const NOTIF = 'notifications.test@corp.example';
export const BOUNCE = 'bounce.test@corp.example';

/** An active server; priority goes by the id. */
export function server(
  id: number,
  name: string,
  fromFilter: string | null,
  more: Partial<SelectableServer> = {},
): SelectableServer {
  return { id, name, fromFilter, priority: id, active: true, ...more };
}

export const D = server(1, 'D', 'corp.example');
export const U = server(2, 'U', 'special@corp.example');
export const U_WIDE = server(2, 'U', 'domain1.example, special@corp.example, domain2.example');
export const N = server(3, 'N', NOTIF);
export const Z = server(4, 'Z', null);
export const DEFAULT: SelectableServer = { id: null, name: 'Default', fromFilter: null, priority: 0, active: true };
export const DEFAULT_FILTERED = { ...DEFAULT, fromFilter: 'dummy@example.com, corp.example, dummy2@example.com' };

/** A mail on these four servers and an email domain; `more` says what is otherwise. */
export function input(more: Partial<SelectionInput>): SelectionInput {
  return {
    from: null,
    servers: [D, U, N, Z],
    defaultServer: null,
    notificationAddress: NOTIF,
    bounceAddress: BOUNCE,
    forceFrom: false,
    ownDomains: ['corp.example'],
    partnerDmarc: null,
    ...more,
  };
}

/** Without an email domain: no default From, no bounce address. */
export const bare = { notificationAddress: null, bounceAddress: null };
