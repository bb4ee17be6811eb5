import { and, asc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { delivery, email } from '#drizzle/schema/email.ts';
import { message } from '#drizzle/schema/message.ts';
import { userAccount } from '#drizzle/schema/user-account.ts';
import type { Db } from '#lib/db/client.ts';
import { namedRecipients, type UnreachedRecipient } from './notice-words.ts';

/** A mail of which somebody has to be told something. */
export interface NoticeMail {
  id: number;
  subject: string;
  model: string | null;
  recordId: number | null;
  companyId: number | null;
  threadMessageId: number | null;
  lane: number;
  createdAt: Date;
  scheduledAt: Date | null;
}

/** The user who wrote a mail. */
export interface NoticeAuthor {
  userId: number;
  contactId: number;
  timeZone: string | null;
  isAdministrator: boolean;
}

const mailColumns = {
  id: email.id,
  subject: email.subject,
  model: email.model,
  recordId: email.recordId,
  companyId: email.companyId,
  threadMessageId: email.threadMessageId,
  lane: email.lane,
  createdAt: email.createdAt,
  scheduledAt: email.scheduledAt,
};

/** When a mail was to leave, as the index keeps it. */
const begun = sql`coalesce(${email.scheduledAt}, ${email.createdAt})`;
/** When a delivery began to wait: a retry begins anew. */
const waitsSince = sql<Date>`coalesce(${delivery.firstAttemptAt}, ${begun})`.mapWith(email.createdAt);
const waits = inArray(delivery.state, ['queued', 'deferred']);
const failed = inArray(delivery.state, ['failed', 'bounced', 'unknown']);
/** Mails of which all failed are not looked at for ever; nothing waits longer than it is tried. */
const longestWaitMs = 6 * 86_400_000;

/**
 * Locks mails that somebody has been waiting for since before `limit` and whose author was not told; those that another
 * worker holds are passed over.
 */
export function lockLateMails(db: Db, lateBefore: Date, limit: number): Promise<NoticeMail[]> {
  const oldest = new Date(lateBefore.getTime() - longestWaitMs);
  const anyLate = db
    .select({ one: sql`1` })
    .from(delivery)
    .where(and(eq(delivery.emailId, email.id), waits, sql`${waitsSince} < ${lateBefore.toISOString()}::timestamptz`));
  return db
    .select(mailColumns)
    .from(email)
    .where(
      and(
        isNull(email.delayNoticeAt),
        inArray(email.state, ['outgoing', 'failed']),
        sql`(${email.threadMessageId} is not null or (${email.lane} = 0 and ${email.createdBy} is not null))`,
        sql`${begun} < ${lateBefore.toISOString()}::timestamptz`,
        sql`(${email.state} = 'outgoing' or ${begun} > ${oldest.toISOString()}::timestamptz)`,
        sql`exists (${anyLate})`,
      ),
    )
    .orderBy(asc(begun))
    .limit(limit)
    .for('update', { skipLocked: true });
}

/** Mails with failures of which it is not settled whether the author is told; `more`: there are others. Not locked. */
export async function selectUnsettledMails(db: Db, limit: number): Promise<{ ids: number[]; more: boolean }> {
  const rows = await db
    .select({ emailId: delivery.emailId })
    .from(delivery)
    .where(and(failed, isNull(delivery.noticedAt)))
    .orderBy(asc(delivery.updatedAt))
    .limit(limit);
  return { ids: [...new Set(rows.map((row) => row.emailId))], more: rows.length === limit };
}

/** Locks mails in the order everybody does; a second worker waits here, and finds their failures settled. */
export function lockMails(db: Db, ids: number[]): Promise<NoticeMail[]> {
  return db.select(mailColumns).from(email).where(inArray(email.id, ids)).orderBy(asc(email.id)).for('update');
}

/** Recipients who wait since before a moment, by mail. */
export function selectWaiting(db: Db, emailIds: number[], lateBefore: Date): Promise<Map<number, Unreached>> {
  const isLate = sql`${waitsSince} < ${lateBefore.toISOString()}::timestamptz`;
  return selectUnreached(db, emailIds, and(waits, isLate), waitsSince);
}

/** Recipients of whose failure the author was not told, by mail. */
export function selectFailed(db: Db, emailIds: number[]): Promise<Map<number, Unreached>> {
  return selectUnreached(db, emailIds, and(failed, isNull(delivery.noticedAt)), sql<Date>`${delivery.updatedAt}`);
}

export interface Unreached {
  recipients: UnreachedRecipient[];
  count: number;
}

async function selectUnreached(
  db: Db,
  emailIds: number[],
  condition: SQL | undefined,
  since: SQL<Date>,
): Promise<Map<number, Unreached>> {
  const place = sql<number>`row_number() over (partition by ${delivery.emailId} order by ${delivery.id})`;
  const ranked = db
    .select({
      emailId: delivery.emailId,
      recipient: delivery.recipient,
      name: delivery.recipientName,
      smtpReply: delivery.smtpReply,
      reason: delivery.reason,
      since: since.mapWith(delivery.updatedAt).as('since'),
      nextAttemptAt: delivery.nextAttemptAt,
      place: place.as('place'),
      count: sql<number>`(count(*) over (partition by ${delivery.emailId}))::int`.as('of_mail'),
    })
    .from(delivery)
    .innerJoin(email, eq(email.id, delivery.emailId))
    .where(and(inArray(delivery.emailId, emailIds), condition))
    .as('ranked');
  const rows = await db
    .select()
    .from(ranked)
    .where(sql`${ranked.place} <= ${namedRecipients}`)
    .orderBy(ranked.emailId, ranked.place);
  const byMail = new Map<number, Unreached>();
  for (const { emailId, count, place: _place, ...recipient } of rows) {
    const known = byMail.get(emailId) ?? { recipients: [], count };
    byMail.set(emailId, { count, recipients: [...known.recipients, recipient] });
  }
  return byMail;
}

/** Who wrote these mails: the user who posted the message, or composed the mail. Others are not to be told. */
export async function selectAuthors(db: Db, emailIds: number[]): Promise<Map<number, NoticeAuthor>> {
  const behindContact = sql`(select min(u.id) from ${userAccount} u
    where u.contact_id = ${message.authorContactId} and u.active)`;
  const rows = await db
    .select({
      emailId: email.id,
      userId: userAccount.id,
      contactId: userAccount.contactId,
      timeZone: userAccount.timeZone,
      isAdministrator: sql<boolean>`(${userAccount.role} = 'administrator')`,
    })
    .from(email)
    .leftJoin(message, eq(message.id, email.threadMessageId))
    .innerJoin(
      userAccount,
      and(
        eq(userAccount.active, true),
        sql`${userAccount.id} = coalesce(${message.createdBy}, ${behindContact}, ${email.createdBy})`,
      ),
    )
    .where(inArray(email.id, emailIds));
  return new Map(rows.map(({ emailId, ...author }) => [emailId, author]));
}
