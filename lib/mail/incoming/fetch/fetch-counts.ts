/** What one fetch of a mailbox came to. */
export interface FetchCounts {
  fetched: number;
  succeeded: number;
  failed: number;
  /** Mails known to be left. */
  remaining: number;
}
