import { desc, notInArray, sql } from 'drizzle-orm';
import { refusedRecipient } from '#drizzle/schema/refused-recipient.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { listRows } from '#lib/db/list-rows.ts';
import type { RecipientRefusal } from './check-recipient.ts';
import type { RefusedRecipient } from './refused-recipient-schema.ts';

export interface Refusal {
  /** Lower case. */
  address: string;
  reason: RecipientRefusal;
  attempts: number;
  lastAt: Date;
  lastSender: string;
  lastClientIp: string;
}

/** Adds to what is counted already (in one order, so that two workers never wait for each other), and keeps the newest `limit` addresses: guessers try any number. */
export async function addRefusals(db: Db, refusals: Refusal[], limit: number): Promise<void> {
  await db
    .insert(refusedRecipient)
    .values(refusals)
    .onConflictDoUpdate({
      target: [refusedRecipient.address, refusedRecipient.reason],
      set: {
        attempts: sql`${refusedRecipient.attempts} + excluded.attempts`,
        lastAt: sql`excluded.last_at`,
        lastSender: sql`excluded.last_sender`,
        lastClientIp: sql`excluded.last_client_ip`,
        updatedAt: sql`now()`,
      },
    });
  const newest = db
    .select({ id: refusedRecipient.id })
    .from(refusedRecipient)
    .orderBy(desc(refusedRecipient.lastAt), desc(refusedRecipient.id))
    .limit(limit);
  await db.delete(refusedRecipient).where(notInArray(refusedRecipient.id, newest));
}

export function listRefusedRows(db: Db, query: ListQuery): Promise<ListPage<RefusedRecipient>> {
  const { id, address, reason, attempts, lastAt, lastSender, lastClientIp, createdAt, updatedAt } = refusedRecipient;
  return listRows(
    db,
    {
      table: refusedRecipient,
      id,
      select: { id, address, reason, attempts, lastAt, lastSender, lastClientIp, createdAt, updatedAt },
      sortable: { lastAt, attempts, address, createdAt },
      filterable: { reason, address, lastAt },
      search: sql`${address}`,
    },
    query,
  );
}
