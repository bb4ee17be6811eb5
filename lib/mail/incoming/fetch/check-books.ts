import type { Ctx } from '#lib/db/context.ts';
import type { FolderLedger } from '../ledger/ledger-schema.ts';
import { readLedger } from '../ledger/read-ledger.ts';
import { type FetchResult, fetchIncomingServer } from './fetch-server.ts';

/**
 * *Check the books now*: compares every number in the books with the mailbox, fetches what was missed, and gives refused
 * mails another chance. Administrators only.
 * @returns what was fetched, and the books as they stand then
 * @throws AppError as {@link fetchIncomingServer}
 */
export async function checkBooks(ctx: Ctx, id: number): Promise<FetchResult & { folders: FolderLedger[] }> {
  const result = await fetchIncomingServer(ctx, { id, check: true });
  return { ...result, ...(await readLedger(ctx, { id })) };
}
