import { and, asc, count, desc, eq, inArray, isNotNull, max, min, type SQL, sql } from 'drizzle-orm';
import { attachment } from '#drizzle/schema/blob.ts';
import { delivery, deliveryAttempt, email } from '#drizzle/schema/email.ts';
import { outgoingServer } from '#drizzle/schema/outgoing-server.ts';
import type { DeliveryState, FailureType } from '#lib/core/enumerations.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { type ListSource, listRows } from '#lib/db/list-rows.ts';
import type { AttemptItem, DeliveryItem, EmailDetail, EmailItem, FailureGroup, RetryFilter } from './email-schema.ts';

/** States a person may retry. */
export const failedStates: DeliveryState[] = ['failed', 'bounced', 'unknown'];

const counted = (condition: SQL) =>
  sql<number>`(select count(*)::int from ${delivery} where ${delivery.emailId} = ${email.id} and ${condition})`;

const serverName = sql<string | null>`case when ${email.serverId} = 0 then 'Default server' else (
  select ${outgoingServer.name} from ${outgoingServer} where ${outgoingServer.id} = ${email.serverId}) end`;

const itemColumns = {
  id: email.id,
  state: email.state,
  subject: email.subject,
  from: email.fromAddress,
  to: email.toAddresses,
  cc: email.ccAddresses,
  headerFrom: email.headerFrom,
  envelopeFrom: email.envelopeFrom,
  serverId: email.serverId,
  serverName: serverName.as('server_name'),
  messageId: email.messageId,
  failureType: email.failureType,
  failureReason: email.failureReason,
  model: email.model,
  recordId: email.recordId,
  scheduledAt: email.scheduledAt,
  sentAt: email.sentAt,
  createdAt: email.createdAt,
  updatedAt: email.updatedAt,
  recipientCount: counted(sql`true`).as('recipient_count'),
  sentCount: counted(eq(delivery.state, 'sent')).as('sent_count'),
  deferredCount: counted(eq(delivery.state, 'deferred')).as('deferred_count'),
};

const source: ListSource<EmailItem> = {
  table: email,
  id: email.id,
  select: itemColumns,
  // Mails are never created in the past: their ids give the order of creation, from the primary key's index.
  sortable: { createdAt: email.id, id: email.id },
  filterable: {
    id: email.id,
    state: email.state,
    failureType: email.failureType,
    serverId: email.serverId,
    model: email.model,
    recordId: email.recordId,
    messageId: email.messageId,
    threadMessageId: email.threadMessageId,
    companyId: email.companyId,
    createdAt: email.createdAt,
    sentAt: email.sentAt,
    scheduledAt: email.scheduledAt,
  },
  search: email.searchText,
};

/** A page of mails. The filter `deferred` reads the index of waiting deliveries instead of every mail. */
export function listEmailRows(db: Db, query: ListQuery): Promise<ListPage<EmailItem>> {
  const asked = query.filters.find((filter) => filter.field === 'deferred');
  const filters = query.filters.filter((filter) => filter !== asked);
  const waiting = db.select({ id: delivery.emailId }).from(delivery).where(eq(delivery.state, 'deferred'));
  const isDeferred = inArray(email.id, waiting);
  const where = asked && (asked.values[0] === 'true' ? isDeferred : sql`not (${isDeferred})`);
  return listRows(db, { ...source, ...(where ? { where } : {}) }, { ...query, filters });
}

/** One mail with deliveries, their timelines, and attachments. */
export async function selectEmail(db: Db, id: number): Promise<EmailDetail | null> {
  const { replyTo, bodyHtml: html, bodyText: text, headers, references, lane, companyId, threadMessageId } = email;
  const more = { replyTo, html, text, headers, references, lane, companyId, threadMessageId };
  const [row] = await db
    .select({ ...itemColumns, ...more, trace: email.trace, attachmentIds: email.attachmentIds })
    .from(email)
    .where(eq(email.id, id));
  if (!row) return null;
  const { attachmentIds, trace, ...rest } = row;
  const [deliveries, attachments] = await Promise.all([selectDeliveries(db, id), selectAttachments(db, attachmentIds)]);
  return { ...rest, trace: trace ?? [], deliveries, attachments };
}

/** Recipients a form shows at most; a mailing has its own screens. */
const deliveriesShown = 1000;

async function selectDeliveries(db: Db, emailId: number): Promise<DeliveryItem[]> {
  const { id, recipient, recipientName, contactId, state, stage, attempts, smtpReply, failureType } = delivery;
  const { reason, nextAttemptAt, sentAt } = delivery;
  const columns = { id, recipient, recipientName, contactId, state, stage, attempts, smtpReply, failureType };
  const rows = await db
    .select({ ...columns, reason, nextAttemptAt, sentAt })
    .from(delivery)
    .where(eq(delivery.emailId, emailId))
    .orderBy(asc(delivery.id))
    .limit(deliveriesShown);
  const attempts_ = await selectAttempts(
    db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({ ...row, timeline: attempts_.get(row.id) ?? [] }));
}

async function selectAttempts(db: Db, deliveryIds: number[]): Promise<Map<number, AttemptItem[]>> {
  if (deliveryIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(deliveryAttempt)
    .where(inArray(deliveryAttempt.deliveryId, deliveryIds))
    .orderBy(asc(deliveryAttempt.id));
  return Map.groupBy(rows, (row) => row.deliveryId);
}

async function selectAttachments(db: Db, ids: number[]): Promise<EmailDetail['attachments']> {
  if (ids.length === 0) return [];
  const { id, name, contentType, size } = attachment;
  return db.select({ id, name, contentType, size }).from(attachment).where(inArray(attachment.id, ids));
}

/** What a verb needs to decide about a delivery. */
export interface DeliveryFacts {
  id: number;
  emailId: number;
  recipient: string;
  state: DeliveryState;
}

/** All deliveries of a mail, in a form that decisions need. */
export function selectDeliveryFacts(db: Db, emailId: number): Promise<DeliveryFacts[]> {
  const { id, recipient, state } = delivery;
  return db
    .select({ id, emailId: delivery.emailId, recipient, state })
    .from(delivery)
    .where(eq(delivery.emailId, emailId))
    .orderBy(asc(delivery.id));
}

/** Failed deliveries that a filter names, the oldest first. */
export function selectFailedDeliveries(db: Db, filter: RetryFilter, limit: number): Promise<DeliveryFacts[]> {
  const { id, recipient, state } = delivery;
  return db
    .select({ id, emailId: delivery.emailId, recipient, state })
    .from(delivery)
    .where(and(inArray(delivery.state, failedStates), matchesFilter(db, filter)))
    .orderBy(asc(delivery.id))
    .limit(limit);
}

function matchesFilter(db: Db, filter: RetryFilter): SQL | undefined {
  const words = filter.q?.toLowerCase().split(/\s+/).slice(0, 5) ?? [];
  const escaped = words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  const named = words.length > 0 ? and(...escaped.map((word) => sql`${email.searchText} like ${word}`)) : undefined;
  return and(
    filter.ids && inArray(delivery.emailId, filter.ids),
    filter.failureType && eq(delivery.failureType, filter.failureType),
    filter.serverId === undefined ? undefined : eq(delivery.serverId, filter.serverId),
    filter.replyClass === undefined ? undefined : eq(replyClass, filter.replyClass),
    named && inArray(delivery.emailId, db.select({ id: email.id }).from(email).where(named)),
  );
}

/** `550 5.1.1`, `421`, or nothing: what failures of one cause have in common. */
const replyClass = sql<string>`coalesce(substring(${delivery.smtpReply} from '^[0-9]{3}(?: [245][.][0-9]{1,3}[.][0-9]{1,3})?'), '')`;

/** Starts deliveries afresh: due now, attempts and verdict forgotten (their timelines stay). */
export async function resetDeliveries(db: Db, ids: number[], from: DeliveryState[], now: Date): Promise<number[]> {
  const rows = await db
    .update(delivery)
    .set({
      state: 'queued',
      stage: null,
      attempts: 0,
      firstAttemptAt: null,
      nextAttemptAt: now,
      intentAt: null,
      failureType: null,
      reason: null,
      smtpReply: null,
      leaseUntil: null,
      updatedAt: now,
    })
    .where(and(inArray(delivery.id, ids), inArray(delivery.state, from)))
    .returning({ id: delivery.id });
  return rows.map((row) => row.id);
}

/** Makes waiting deliveries due. */
export async function hurryDeliveries(db: Db, emailId: number, now: Date): Promise<number> {
  await db.update(email).set({ scheduledAt: null, updatedAt: now }).where(eq(email.id, emailId));
  const rows = await db
    .update(delivery)
    .set({ nextAttemptAt: now, updatedAt: now })
    .where(and(eq(delivery.emailId, emailId), inArray(delivery.state, ['queued', 'deferred'])))
    .returning({ id: delivery.id });
  return rows.length;
}

/** Takes waiting deliveries out of the queue; those under way are too late. */
export async function cancelDeliveries(db: Db, emailId: number, now: Date): Promise<number> {
  const rows = await db
    .update(delivery)
    .set({ state: 'cancelled', updatedAt: now })
    .where(and(eq(delivery.emailId, emailId), inArray(delivery.state, ['queued', 'deferred'])))
    .returning({ id: delivery.id });
  return rows.length;
}

/** Failures by cause, the largest group first. */
export async function selectFailureGroups(db: Db, limit: number): Promise<FailureGroup[]> {
  const rows = await db
    .select({
      failureType: delivery.failureType,
      serverId: delivery.serverId,
      replyClass: replyClass.as('reply_class'),
      count: count(),
      emailCount: sql<number>`count(distinct ${delivery.emailId})::int`,
      since: min(delivery.updatedAt),
      latest: max(delivery.updatedAt),
      newest: max(delivery.id),
    })
    .from(delivery)
    .where(and(inArray(delivery.state, failedStates), isNotNull(delivery.failureType)))
    .groupBy(delivery.failureType, delivery.serverId, sql`reply_class`)
    .orderBy(desc(count()))
    .limit(limit);
  const examples = await selectExamples(
    db,
    rows.map((row) => row.newest ?? 0),
  );
  return rows.flatMap(({ newest, since, latest, failureType, ...row }) => {
    const example = examples.get(newest ?? 0);
    if (!example || !since || !latest) return [];
    return [{ ...row, ...example, since, latest, failureType: failureType as FailureType }];
  });
}

async function selectExamples(db: Db, ids: number[]) {
  if (ids.length === 0) return new Map<number, never>();
  const rows = await db
    .select({
      id: delivery.id,
      reason: delivery.reason,
      exampleEmailId: delivery.emailId,
      exampleRecipient: delivery.recipient,
      serverName: sql<
        string | null
      >`case when ${delivery.serverId} = 0 then 'Default server' else ${outgoingServer.name} end`,
    })
    .from(delivery)
    .leftJoin(outgoingServer, eq(outgoingServer.id, delivery.serverId))
    .where(inArray(delivery.id, ids));
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}
