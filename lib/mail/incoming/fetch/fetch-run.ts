import type { Ctx } from '#lib/db/context.ts';
import type { FetchCounts } from './fetch-folder.ts';
import type { FetchableServer } from './store.ts';

/** What one fetch of a mailbox may do, and for how long. */
export interface FetchRun {
  /** Asked before each mail: false once the time is up or another worker has the mailbox. */
  mayGoOn: () => Promise<boolean>;
  /** Aborted at the hard deadline and at our own shutdown: the connection is cut, whatever it is at. */
  signal: AbortSignal;
}

/** Takes what is new in a mailbox; errors that are not {@link AppError}s are explained as those of IMAP. */
export type Fetcher = (ctx: Ctx, server: FetchableServer, run: FetchRun) => Promise<FetchCounts>;
