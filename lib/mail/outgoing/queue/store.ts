import { delivery, email } from '#drizzle/schema/email.ts';
import type { Db } from '#lib/db/client.ts';

/** Rows of one INSERT: PostgreSQL takes 65 535 parameters a statement. */
const rowsPerInsert = 1000;

/** Keeps a mail; answers its id. */
export async function insertEmail(db: Db, values: typeof email.$inferInsert): Promise<number> {
  const [row] = await db.insert(email).values(values).returning({ id: email.id });
  return (row as { id: number }).id;
}

/** Keeps the deliveries of a mail, in the order given. */
export async function insertDeliveries(
  db: Db,
  rows: (typeof delivery.$inferInsert)[],
): Promise<{ id: number; recipient: string; contactId: number | null }[]> {
  const kept: { id: number; recipient: string; contactId: number | null }[] = [];
  for (let start = 0; start < rows.length; start += rowsPerInsert) {
    const part = rows.slice(start, start + rowsPerInsert);
    const columns = { id: delivery.id, recipient: delivery.recipient, contactId: delivery.contactId };
    kept.push(...(await db.insert(delivery).values(part).returning(columns)));
  }
  return kept;
}
