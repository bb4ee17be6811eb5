import { sql } from 'drizzle-orm';
import { incomingMail, type RouteRecord } from '#drizzle/schema/incoming-mail.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { listRows } from '#lib/db/list-rows.ts';
import type { IncomingMailItem } from './incoming-mail-schema.ts';

/** A stored mail as its row says it: documents by number only. */
type IncomingMailRow = Omit<IncomingMailItem, 'routes'> & { routes: RouteRecord[] };

/** One page of the stored mails. */
export function loadIncomingMailPage(db: Db, query: ListQuery): Promise<ListPage<IncomingMailRow>> {
  return listRows(
    db,
    {
      table: incomingMail,
      id: incomingMail.id,
      select: {
        id: incomingMail.id,
        receivedAt: incomingMail.receivedAt,
        source: incomingMail.source,
        incomingServerId: incomingMail.incomingServerId,
        folderId: incomingMail.folderId,
        uid: incomingMail.uid,
        outcome: incomingMail.outcome,
        reason: incomingMail.reason,
        from: incomingMail.fromAddress,
        to: incomingMail.toAddresses,
        subject: incomingMail.subject,
        messageId: incomingMail.messageId,
        size: incomingMail.size,
        routes: incomingMail.routes,
        attempts: incomingMail.attempts,
        processedAt: incomingMail.processedAt,
        createdAt: incomingMail.createdAt,
        updatedAt: incomingMail.updatedAt,
      },
      sortable: {
        receivedAt: incomingMail.receivedAt,
        id: incomingMail.id,
        subject: sql`coalesce(${incomingMail.subject}, '')`,
        from: sql`coalesce(${incomingMail.fromAddress}, '')`,
        outcome: sql`coalesce(${incomingMail.outcome}, '')`,
        // Within the books of a mailbox, where every mail has one.
        uid: incomingMail.uid,
      },
      filterable: {
        id: incomingMail.id,
        outcome: incomingMail.outcome,
        source: incomingMail.source,
        incomingServerId: incomingMail.incomingServerId,
        sender: incomingMail.sender,
        folderId: incomingMail.folderId,
        uid: incomingMail.uid,
        receivedAt: incomingMail.receivedAt,
        createdAt: incomingMail.createdAt,
        messageId: incomingMail.messageId,
        processed: sql`(${incomingMail.outcome} is not null)`,
      },
      search: incomingMail.searchText,
    },
    query,
  );
}
