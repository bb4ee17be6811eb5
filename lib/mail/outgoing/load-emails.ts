import { getTableColumns, inArray, sql } from 'drizzle-orm';
import { attachment } from '#drizzle/schema/blob.ts';
import { email } from '#drizzle/schema/email.ts';
import type { Ctx } from '#lib/db/context.ts';

export type EmailRow = Omit<typeof email.$inferSelect, 'searchText'>;

export interface AttachmentRow {
  id: number;
  name: string;
  contentType: string;
  size: number;
  sha256: string;
  contentId: string | null;
  /** The document it belongs to; null: it belongs to the mail alone. */
  model: string | null;
  recordId: number | null;
}

/** A mail with the list (not the bytes) of what is attached. */
export interface EmailToSend extends EmailRow {
  attachments: AttachmentRow[];
}

const { searchText: _searchText, ...emailColumns } = getTableColumns(email);

/** Mails by id, with their attachments in the order given there. */
export async function loadEmails(ctx: Ctx, ids: number[]): Promise<Map<number, EmailToSend>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .select(emailColumns)
    .from(email)
    .where(sql`${email.id} = any(${sql.param(ids)})`);
  const attachments = await loadAttachments(ctx, [...new Set(rows.flatMap((row) => row.attachmentIds))]);
  return new Map(
    rows.map((row) => [row.id, { ...row, attachments: row.attachmentIds.flatMap((id) => attachments.get(id) ?? []) }]),
  );
}

/** Attachments by id; unknown ids are left out. */
export async function loadAttachments(ctx: Ctx, ids: number[]): Promise<Map<number, AttachmentRow>> {
  if (ids.length === 0) return new Map();
  const { id, name, contentType, size, sha256, contentId, model, recordId } = attachment;
  const rows = await ctx.db
    .select({ id, name, contentType, size, sha256, contentId, model, recordId })
    .from(attachment)
    .where(inArray(attachment.id, ids));
  return new Map(rows.map((row) => [row.id, row]));
}
