import type { ImapFlow } from 'imapflow';
import type { Ctx } from '#lib/db/context.ts';
import { connectMailbox } from '#lib/mail/servers/connect-mailbox.ts';
import type { FetchCounts } from '../fetch-counts.ts';
import type { FetchRun } from '../fetch-run.ts';
import type { FetchableServer } from '../store.ts';
import { fetchFolder } from './fetch-folder.ts';

/** Signs in to an IMAP mailbox and fetches its folder. @throws ImapFlow's errors, AppError for a host that is not allowed */
export async function fetchImap(ctx: Ctx, server: FetchableServer, run: FetchRun): Promise<FetchCounts> {
  let client: ImapFlow | null = run.over ?? null;
  const cut = () => client?.close();
  run.signal.addEventListener('abort', cut, { once: true });
  try {
    run.signal.throwIfAborted();
    if (run.over) return await fetchFolder(ctx, run.over, server, run);
    const onClient = (made: ImapFlow) => {
      client = made;
    };
    client = await connectMailbox(ctx, server, { onClient });
    const counts = await fetchFolder(ctx, client, server, run);
    await client.logout();
    return counts;
  } finally {
    run.signal.removeEventListener('abort', cut);
    if (!run.over) cut();
  }
}
