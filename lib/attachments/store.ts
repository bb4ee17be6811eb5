import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { attachment } from '#drizzle/schema/blob.ts';
import type { Db } from '#lib/db/client.ts';

export type AttachmentRow = typeof attachment.$inferSelect;

export async function insertAttachment(db: Db, values: typeof attachment.$inferInsert): Promise<AttachmentRow> {
  const [row] = await db.insert(attachment).values(values).returning();
  return row as AttachmentRow;
}

export async function selectAttachment(db: Db, id: number): Promise<AttachmentRow | null> {
  const [row] = await db.select().from(attachment).where(eq(attachment.id, id));
  return row ?? null;
}

/** The attachments of some messages, oldest first. */
export async function selectMessageAttachments(db: Db, messageIds: number[]): Promise<AttachmentRow[]> {
  if (messageIds.length === 0) return [];
  return db.select().from(attachment).where(inArray(attachment.messageId, messageIds)).orderBy(attachment.id);
}

/** Everything attached to a document, newest first, but for pictures within texts. */
export async function selectRecordAttachments(db: Db, model: string, recordId: number): Promise<AttachmentRow[]> {
  return db
    .select()
    .from(attachment)
    .where(and(eq(attachment.model, model), eq(attachment.recordId, recordId), isNull(attachment.contentId)))
    .orderBy(sql`${attachment.id} desc`)
    .limit(500);
}

/** Gives uploads to a message: only those of `createdBy` that are free, or that hang on the same document unsent. */
export async function linkAttachments(
  db: Db,
  ids: number[],
  target: { model: string; recordId: number; messageId: number; createdBy: number | null },
): Promise<number[]> {
  if (ids.length === 0) return [];
  const { createdBy, ...link } = target;
  const mine = createdBy === null ? isNull(attachment.createdBy) : eq(attachment.createdBy, createdBy);
  const free = and(isNull(attachment.model), mine);
  const onRecord = and(eq(attachment.model, target.model), eq(attachment.recordId, target.recordId));
  const rows = await db
    .update(attachment)
    .set({ ...link, updatedAt: sql`now()` })
    .where(and(inArray(attachment.id, ids), isNull(attachment.messageId), or(free, onRecord)))
    .returning({ id: attachment.id });
  return rows.map((row) => row.id);
}

export async function deleteAttachments(db: Db, ids: number[]): Promise<void> {
  if (ids.length > 0) await db.delete(attachment).where(inArray(attachment.id, ids));
}
