/** Times in milliseconds, and counts, of listening for new mail. */
export interface WatchLimits {
  /** Connections of one worker; further mailboxes are polled only. */
  connections: number;
  /** How often the list of mailboxes is looked at, and leases renewed. */
  lookMs: number;
  /** A worker that has not renewed its leases for so long is dead. */
  leaseMs: number;
  /** IDLE is begun anew before servers take a client for gone after half an hour (RFC 2177 section 3). */
  renewMs: number;
  /** Silence after which NOOP asks whether the server is still there; as much again without an answer ends it. */
  silenceMs: number;
  /** The first pause before connecting again; each further one is twice as long. */
  backoffMs: number;
  mostBackoffMs: number;
  /** When a server without IDLE is asked again. */
  askAgainMs: number;
  /** While somebody else fetches the mailbox. */
  busyMs: number;
}

export const usualWatchLimits: WatchLimits = {
  connections: 100,
  lookMs: 5000,
  leaseMs: 60_000,
  renewMs: 25 * 60_000,
  silenceMs: 60_000,
  backoffMs: 2000,
  mostBackoffMs: 300_000,
  askAgainMs: 3_600_000,
  busyMs: 300,
};

/** How long to wait after so many failures in a row. */
export function backoffAfter(failures: number, { backoffMs, mostBackoffMs }: WatchLimits): number {
  return Math.min(backoffMs * 2 ** Math.max(0, failures - 1), mostBackoffMs);
}
