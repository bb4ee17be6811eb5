import { eq, isNull, sql } from 'drizzle-orm';
import { sandboxMessage } from '#drizzle/schema/sandbox-message.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { type ListSource, listRows } from '#lib/db/list-rows.ts';
import type { SandboxItem } from '#lib/mail/sandbox/sandbox-schema.ts';

const columns = {
  id: sandboxMessage.id,
  envelopeFrom: sandboxMessage.envelopeFrom,
  recipients: sandboxMessage.recipients,
  from: sandboxMessage.fromAddress,
  subject: sandboxMessage.subject,
  messageId: sandboxMessage.messageId,
  size: sandboxMessage.size,
  capturedServerName: sandboxMessage.capturedServerName,
  emailId: sandboxMessage.emailId,
  releasedAt: sandboxMessage.releasedAt,
  readAt: sandboxMessage.readAt,
  repliedAt: sandboxMessage.repliedAt,
  createdAt: sandboxMessage.createdAt,
  updatedAt: sandboxMessage.updatedAt,
};

const source: ListSource<SandboxItem> = {
  table: sandboxMessage,
  id: sandboxMessage.id,
  select: columns,
  sortable: { createdAt: sandboxMessage.createdAt, size: sandboxMessage.size },
  filterable: {
    id: sandboxMessage.id,
    createdAt: sandboxMessage.createdAt,
    messageId: sandboxMessage.messageId,
    envelopeFrom: sandboxMessage.envelopeFrom,
    captured: sql<boolean>`(${sandboxMessage.capturedServerName} is not null)`,
  },
  search: sql`lower(coalesce(${sandboxMessage.subject}, '') || ' ' || coalesce(${sandboxMessage.fromAddress}, '') || ' ' || ${sandboxMessage.recipients}::text)`,
};

/** Keeps what the sandbox took; answers its id. */
export async function insertSandboxMessage(db: Db, values: typeof sandboxMessage.$inferInsert): Promise<number> {
  const [row] = await db.insert(sandboxMessage).values(values).returning({ id: sandboxMessage.id });
  return (row as { id: number }).id;
}

/** A page of the sandbox. */
export function listSandboxRows(db: Db, query: ListQuery): Promise<ListPage<SandboxItem>> {
  return listRows(db, source, query);
}

/** One mail of the sandbox, with the address of its bytes. */
export async function selectSandboxMessage(db: Db, id: number): Promise<(SandboxItem & { sha256: string }) | null> {
  const [row] = await db
    .select({ ...columns, sha256: sandboxMessage.sha256 })
    .from(sandboxMessage)
    .where(eq(sandboxMessage.id, id));
  return row ?? null;
}

/** Notes when it was first read. */
export async function markSandboxRead(db: Db, id: number, now: Date): Promise<void> {
  await db
    .update(sandboxMessage)
    .set({ readAt: now, updatedAt: now })
    .where(sql`${eq(sandboxMessage.id, id)} and ${isNull(sandboxMessage.readAt)}`);
}

/** Notes that its recipient has answered. */
export async function markSandboxReplied(db: Db, id: number, now: Date): Promise<void> {
  await db.update(sandboxMessage).set({ repliedAt: now, updatedAt: now }).where(eq(sandboxMessage.id, id));
}
