import type { ImapFlow } from 'imapflow';
import type { Ctx } from '#lib/db/context.ts';
import type { FetchCounts } from './fetch-counts.ts';
import type { FetchableServer } from './store.ts';

/** What one fetch of a mailbox may do, and for how long. */
export interface FetchRun {
  /** Asked before more mails are begun: false once the time is up or another worker has the mailbox. */
  mayGoOn: () => Promise<boolean>;
  /** Aborted at the hard deadline and at our own shutdown: the connection is cut, whatever it is at. */
  signal: AbortSignal;
  /** Compare the books with the whole mailbox first, and give refused mails another chance. */
  check: boolean;
  /** Called whenever the fetch has come further. */
  tell: () => Promise<void>;
  /** A connection to an IMAP mailbox that is signed in already; the caller closes it. */
  over?: ImapFlow | undefined;
}

/** Takes what is new in a mailbox; errors that are not {@link AppError}s are explained as those of IMAP. */
export type Fetcher = (ctx: Ctx, server: FetchableServer, run: FetchRun) => Promise<FetchCounts>;
