import { and, asc, count, eq, gt, inArray, lte, type SQL, sql } from 'drizzle-orm';
import { attachment } from '#drizzle/schema/blob.ts';
import { delivery, deliveryAttempt, email } from '#drizzle/schema/email.ts';
import { outgoingServer } from '#drizzle/schema/outgoing-server.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { type ListSource, listCondition, listRows } from '#lib/db/list-rows.ts';
import type { AttemptItem, DeliveryItem, EmailDetail, EmailItem } from './email-schema.ts';

const itemColumns = {
  id: email.id,
  state: email.state,
  subject: email.subject,
  from: email.fromAddress,
  to: email.toAddresses,
  cc: email.ccAddresses,
  headerFrom: email.headerFrom,
  // An automatic answer leaves from the null sender, whatever address the selection would give another mail.
  envelopeFrom: sql<
    string | null
  >`case when ${email.nullSender} and ${email.envelopeFrom} is not null then '' else ${email.envelopeFrom} end`.as(
    'shown_envelope_from',
  ),
  serverId: email.serverId,
  messageId: email.messageId,
  failureType: email.failureType,
  failureReason: email.failureReason,
  model: email.model,
  recordId: email.recordId,
  scheduledAt: email.scheduledAt,
  sentAt: email.sentAt,
  createdAt: email.createdAt,
  updatedAt: email.updatedAt,
};

/** What the mail's own row holds of an item. */
type BareItem = Omit<EmailItem, 'serverName' | 'recipientCount' | 'sentCount' | 'deferredCount' | 'capturedCount'>;

const source: ListSource<BareItem> = {
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

/** A page of mails; recipients are only counted for the mails on the page. */
export async function listEmailRows(db: Db, query: ListQuery): Promise<ListPage<EmailItem>> {
  const { where, filters } = askIndexes(db, query);
  const page = await listRows(db, { ...source, ...(where ? { where } : {}) }, { ...query, filters });
  return { ...page, items: await complete(db, page.items) };
}

/** The mails a list shows, by id, from one after `after` to `through`. */
export async function selectShownIds(
  db: Db,
  query: ListQuery,
  { after, through, limit }: { after: number; through: number; limit: number },
): Promise<number[]> {
  const { where, filters } = askIndexes(db, query);
  const rows = await db
    .select({ id: email.id })
    .from(email)
    .where(and(listCondition(source, { ...query, filters }), where, gt(email.id, after), lte(email.id, through)))
    .orderBy(asc(email.id))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Turns the filters `deferred`, `scheduled` and `failureType` into what an index answers. */
function askIndexes(db: Db, query: ListQuery): { where: SQL | undefined; filters: ListQuery['filters'] } {
  const waiting = db.select({ id: delivery.emailId }).from(delivery).where(eq(delivery.state, 'deferred'));
  const computed: Record<string, SQL> = { deferred: inArray(email.id, waiting), scheduled: isScheduled };
  const asked = query.filters.filter(({ field }) => field in computed);
  const filters = query.filters.filter(({ field }) => !(field in computed));
  const conditions = asked.map(({ field, values }) => {
    const condition = computed[field] as SQL;
    return values[0] === 'true' ? condition : sql`not (${condition})`;
  });
  const hasFailed = filters.some(({ field }) => field === 'failureType') ? eq(email.state, 'failed') : undefined;
  return { where: and(...conditions, hasFailed), filters };
}

/** Waits for an hour of its own. */
const isScheduled = sql`(${email.scheduledAt} is not null and ${email.scheduledAt} > now() and ${email.state} = 'outgoing')`;

/** Adds how far each mail got and the name of its server. */
async function complete<Row extends BareItem>(db: Db, rows: Row[]) {
  const progress = await countByEmail(
    db,
    rows.map((row) => row.id),
  );
  const names = await serverNames(db, [...new Set(rows.flatMap((row) => row.serverId ?? []))]);
  return rows.map((row) => ({
    ...row,
    serverId: row.serverId || null,
    serverName: row.serverId === null ? null : (names.get(row.serverId) ?? null),
    ...(progress.get(row.id) ?? { recipientCount: 0, sentCount: 0, deferredCount: 0, capturedCount: 0 }),
  }));
}

async function countByEmail(db: Db, ids: number[]) {
  if (ids.length === 0) return new Map<number, never>();
  const rows = await db
    .select({
      emailId: delivery.emailId,
      recipientCount: count(),
      sentCount: sql<number>`(count(*) filter (where ${delivery.state} = 'sent'))::int`,
      deferredCount: sql<number>`(count(*) filter (where ${delivery.state} = 'deferred'))::int`,
      capturedCount: sql<number>`(count(*) filter (where ${delivery.captured}))::int`,
    })
    .from(delivery)
    .where(inArray(delivery.emailId, ids))
    .groupBy(delivery.emailId);
  return new Map(rows.map(({ emailId, ...counts }) => [emailId, counts]));
}

async function serverNames(db: Db, ids: number[]): Promise<Map<number, string>> {
  const { id, name } = outgoingServer;
  const own = ids.length > 0 ? await db.select({ id, name }).from(outgoingServer).where(inArray(id, ids)) : [];
  return new Map([[0, 'Default server'], ...own.map((row): [number, string] => [row.id, row.name])]);
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
  const [item] = await complete(db, [rest]);
  return item ? { ...item, trace: trace ?? [], deliveries, attachments } : null;
}

/** Recipients a form shows at most; a mailing has its own screens. */
const deliveriesShown = 1000;

async function selectDeliveries(db: Db, emailId: number): Promise<DeliveryItem[]> {
  const { id, recipient, recipientName, contactId, state, stage, attempts, smtpReply, failureType } = delivery;
  const { reason, nextAttemptAt, sentAt, captured } = delivery;
  const columns = { id, recipient, recipientName, contactId, state, stage, attempts, smtpReply, failureType };
  const rows = await db
    .select({ ...columns, reason, nextAttemptAt, sentAt, captured })
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
