import type { Encryption } from '#lib/core/enumerations.ts';

/** All that opening a connection to a mail server takes. */
export interface SmtpSettings {
  /** Own servers have their id, the default server 0. */
  serverId: number;
  name: string;
  host: string;
  port: number;
  encryption: Encryption;
  /** Null: the server wants no sign-in. */
  login: { user: string; password: string } | { user: string; oauth: true } | null;
  /** Connections at once, of all workers together. */
  concurrency: number;
  /** Bytes; null: whatever the server announces. */
  maxMessageBytes: number | null;
  debugLog: boolean;
}
