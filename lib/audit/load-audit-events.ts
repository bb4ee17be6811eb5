import { eq, sql } from 'drizzle-orm';
import { auditEvent } from '#drizzle/schema/audit-event.ts';
import { userAccount } from '#drizzle/schema/user-account.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { type ListSource, listRows } from '#lib/db/list-rows.ts';
import type { AuditItem } from './audit-schema.ts';

const source: ListSource<AuditItem> = {
  table: auditEvent,
  id: auditEvent.id,
  select: {
    id: auditEvent.id,
    createdAt: auditEvent.createdAt,
    actorKind: auditEvent.actorKind,
    userId: auditEvent.userId,
    userName: userAccount.name,
    action: auditEvent.action,
    targetType: auditEvent.targetType,
    targetId: auditEvent.targetId,
    before: auditEvent.before,
    after: auditEvent.after,
  },
  join: (query) => query.leftJoin(userAccount, eq(userAccount.id, auditEvent.userId)) as unknown as typeof query,
  sortable: { createdAt: auditEvent.createdAt },
  filterable: {
    action: auditEvent.action,
    targetType: auditEvent.targetType,
    targetId: auditEvent.targetId,
    userId: auditEvent.userId,
    createdAt: auditEvent.createdAt,
  },
  search: sql`lower(${auditEvent.action} || ' ' || ${auditEvent.targetId} || ' ' || coalesce(${userAccount.name}, ''))`,
};

export function loadAuditEvents(db: Db, query: ListQuery): Promise<ListPage<AuditItem>> {
  return listRows(db, source, query);
}
