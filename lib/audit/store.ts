import { auditEvent } from '#drizzle/schema/audit-event.ts';
import type { Db } from '#lib/db/client.ts';

/** Adds one line to the audit log. */
export async function insertAuditEvent(db: Db, event: typeof auditEvent.$inferInsert): Promise<void> {
  await db.insert(auditEvent).values(event);
}
