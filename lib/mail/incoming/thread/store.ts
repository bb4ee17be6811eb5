import { and, asc, eq, gt, inArray, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { alias } from '#drizzle/schema/alias.ts';
import { aliasDomain } from '#drizzle/schema/alias-domain.ts';
import { applicant } from '#drizzle/schema/applicant.ts';
import { contact } from '#drizzle/schema/contact.ts';
import { delivery, email } from '#drizzle/schema/email.ts';
import { automaticAnswer } from '#drizzle/schema/incoming-mail.ts';
import { lead } from '#drizzle/schema/lead.ts';
import { message } from '#drizzle/schema/message.ts';
import { blacklist } from '#drizzle/schema/suppression.ts';
import { task } from '#drizzle/schema/task.ts';
import { ticket } from '#drizzle/schema/ticket.ts';
import { userAccount } from '#drizzle/schema/user-account.ts';
import type { Db } from '#lib/db/client.ts';

export interface AuthorCandidate {
  id: number;
  companyId: number | null;
  userId: number | null;
}

/** Part of a question about a mail: the active contacts with the address of its author. */
export function authorsOf(address: string | null): SQL {
  return sql`select c.id, c.company_id as "companyId", u.id as "userId" from ${contact} c
    left join ${userAccount} u on u.contact_id = c.id and u.active
    where c.email_normalised = ${address} and c.active order by c.id limit 50`;
}

export async function selectAuthorCandidates(db: Db, address: string): Promise<AuthorCandidate[]> {
  const { rows } = await db.execute<AuthorCandidate & Record<string, unknown>>(authorsOf(address));
  return rows;
}

/** Part of a question about a mail: whether mails to its author came back. */
export function hasBouncesOf(address: string | null): SQL {
  const counted = reachable.map(
    (table) => sql`select 1 from ${table} where email_normalised = ${address} and bounce_count > 0`,
  );
  return sql`select exists (${sql.join(counted, sql` union all `)}) as "hasBounces"`;
}

export interface SentDelivery {
  id: number;
  recipient: string;
  emailId: number;
}

/** One delivery of ours. */
export async function selectDelivery(db: Db, id: number): Promise<SentDelivery | null> {
  const [row] = await db
    .select({ id: delivery.id, recipient: delivery.recipient, emailId: delivery.emailId })
    .from(delivery)
    .where(eq(delivery.id, id));
  return row ?? null;
}

/** Deliveries of the mails with these Message-IDs, or of the mails that carried the messages with these ids. */
export async function selectDeliveries(db: Db, messageIds: string[]): Promise<SentDelivery[]> {
  if (messageIds.length === 0) return [];
  const carried = db.select({ id: message.id }).from(message).where(inArray(message.messageId, messageIds));
  return db
    .select({ id: delivery.id, recipient: delivery.recipient, emailId: delivery.emailId })
    .from(delivery)
    .innerJoin(email, eq(email.id, delivery.emailId))
    .where(sql`${inArray(email.messageId, messageIds)} or ${inArray(email.threadMessageId, carried)}`)
    .orderBy(asc(delivery.id))
    .limit(1000);
}

/** What stands for an address, and counts how often its mails came back. */
const reachable = [contact, lead, ticket, task, applicant];

/** One more bounce of an address, on everything that stands for it. */
export async function addBounce(db: Db, address: string): Promise<void> {
  await updateAll(db, (table) =>
    db
      .update(table)
      .set({ bounceCount: sql`${table.bounceCount} + 1` })
      .where(eq(table.emailNormalised, address)),
  );
}

/** The address wrote to us: it works. */
export async function resetBounces(db: Db, address: string): Promise<void> {
  await updateAll(db, (table) =>
    db
      .update(table)
      .set({ bounceCount: 0 })
      .where(and(eq(table.emailNormalised, address), gt(table.bounceCount, 0))),
  );
}

/** Changes every table in one statement: this is done for each mail that comes in. */
async function updateAll(db: Db, update: (table: (typeof reachable)[number]) => SQLWrapper): Promise<void> {
  // A query within a query brings its own parentheses.
  const parts = reachable.map((table, index) => sql`${sql.identifier(`part_${index}`)} as ${update(table)}`);
  await db.execute(sql`with ${sql.join(parts, sql`, `)} select 1`);
}

/** Keeps mailings from an address; one that was taken off the list comes back on it. */
export async function blacklistAddress(db: Db, address: string, reason: string): Promise<void> {
  await db
    .insert(blacklist)
    .values({ email: address, reason })
    .onConflictDoUpdate({ target: blacklist.email, set: { active: true, reason, updatedAt: sql`now()` } });
}

/** Makes answers to one address wait for each other until the transaction ends. */
export async function lockAnswers(db: Db, address: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtext(${`perfectwork.answer:${address}`}))`);
}

export async function insertAnswer(db: Db, recipient: string, kind: string, now: Date): Promise<void> {
  await db.insert(automaticAnswer).values({ recipient, kind, createdAt: now });
}

export async function selectBouncedContent(
  db: Db,
  aliasId: number,
): Promise<{ address: string; bouncedContent: string | null } | null> {
  const [row] = await db
    .select({ localPart: alias.localPart, domain: aliasDomain.name, bouncedContent: alias.bouncedContent })
    .from(alias)
    .leftJoin(aliasDomain, eq(aliasDomain.id, alias.aliasDomainId))
    .where(eq(alias.id, aliasId));
  return row
    ? { address: [row.localPart, row.domain].filter(Boolean).join('@'), bouncedContent: row.bouncedContent }
    : null;
}
