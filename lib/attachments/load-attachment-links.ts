import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { attachmentLink } from '#drizzle/schema/attachment-link.ts';
import { attachment } from '#drizzle/schema/blob.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { listRows } from '#lib/db/list-rows.ts';
import type { AttachmentLinkItem } from './attachment-link-schema.ts';

const columns = {
  id: attachmentLink.id,
  attachmentId: attachmentLink.attachmentId,
  name: attachment.name,
  size: attachment.size,
  emailId: attachmentLink.emailId,
  expiresAt: attachmentLink.expiresAt,
  revokedAt: attachmentLink.revokedAt,
  downloads: attachmentLink.downloads,
  lastDownloadAt: attachmentLink.lastDownloadAt,
  createdAt: attachmentLink.createdAt,
  updatedAt: attachmentLink.updatedAt,
};

/** A page of links. */
export function listAttachmentLinkRows(db: Db, query: ListQuery): Promise<ListPage<AttachmentLinkItem>> {
  return listRows(
    db,
    {
      table: attachmentLink,
      id: attachmentLink.id,
      select: columns,
      sortable: { createdAt: attachmentLink.createdAt, expiresAt: attachmentLink.expiresAt },
      filterable: {
        emailId: attachmentLink.emailId,
        attachmentId: attachmentLink.attachmentId,
        expiresAt: attachmentLink.expiresAt,
        createdAt: attachmentLink.createdAt,
      },
      join: (rows) => rows.innerJoin(attachment, eq(attachment.id, attachmentLink.attachmentId)) as typeof rows,
    },
    query,
  );
}

/** One link with where its file's bytes are. */
export async function selectAttachmentLink(
  db: Db,
  id: number,
): Promise<(AttachmentLinkItem & { contentType: string; sha256: string }) | null> {
  const [row] = await db
    .select({ ...columns, contentType: attachment.contentType, sha256: attachment.sha256 })
    .from(attachmentLink)
    .innerJoin(attachment, eq(attachment.id, attachmentLink.attachmentId))
    .where(eq(attachmentLink.id, id));
  return row ?? null;
}

/** The links of a mail, oldest first, revoked ones too. */
export function selectEmailLinks(db: Db, emailId: number): Promise<AttachmentLinkItem[]> {
  return db
    .select(columns)
    .from(attachmentLink)
    .innerJoin(attachment, eq(attachment.id, attachmentLink.attachmentId))
    .where(eq(attachmentLink.emailId, emailId))
    .orderBy(asc(attachmentLink.id));
}

/** Until the transaction ends nobody else makes links for this mail: its copies are sent side by side. */
export async function lockEmailLinks(db: Db, emailId: number): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtext('attachment_link'), ${emailId})`);
}

export async function insertAttachmentLinks(db: Db, rows: (typeof attachmentLink.$inferInsert)[]): Promise<void> {
  await db.insert(attachmentLink).values(rows);
}

/** @returns false when it was revoked before */
export async function markLinkRevoked(db: Db, id: number, now: Date): Promise<boolean> {
  const rows = await db
    .update(attachmentLink)
    .set({ revokedAt: now, updatedAt: now })
    .where(and(eq(attachmentLink.id, id), isNull(attachmentLink.revokedAt)))
    .returning({ id: attachmentLink.id });
  return rows.length > 0;
}

export async function countDownload(db: Db, id: number, now: Date): Promise<void> {
  await db
    .update(attachmentLink)
    .set({ downloads: sql`${attachmentLink.downloads} + 1`, lastDownloadAt: now })
    .where(eq(attachmentLink.id, id));
}
