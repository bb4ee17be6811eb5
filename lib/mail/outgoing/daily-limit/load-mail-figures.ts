import { and, count, desc, eq, gte, isNotNull, sql } from 'drizzle-orm';
import { delivery, email } from '#drizzle/schema/email.ts';
import { userAccount } from '#drizzle/schema/user-account.ts';
import type { Db } from '#lib/db/client.ts';

/** Figures about the mail of a time. */
export interface MailFigures {
  users: number;
  apps: { model: string; mails: number }[];
  accepted: number;
  bounced: number;
  busiestDay: number;
}

/** Who sends, from where, how much, and how much of it comes back. */
export async function loadMailFigures(db: Db, since: Date): Promise<MailFigures> {
  const accepted = and(isNotNull(delivery.sentAt), gte(delivery.sentAt, since));
  const day = sql`date_trunc('day', ${delivery.sentAt} at time zone 'UTC')`;
  const [sums] = await db
    .select({ accepted: count(), bounced: sql<number>`(count(*) filter (where ${delivery.state} = 'bounced'))::int` })
    .from(delivery)
    .where(accepted);
  const [busiest] = await db
    .select({ count: count() })
    .from(delivery)
    .where(accepted)
    .groupBy(day)
    .orderBy(desc(count()))
    .limit(1);
  const apps = await db
    .select({ model: sql<string>`coalesce(${email.model}, '')`.as('app'), mails: count() })
    .from(email)
    .where(gte(email.createdAt, since))
    .groupBy(sql`app`)
    .orderBy(desc(count()))
    .limit(50);
  const users = await db.$count(userAccount, eq(userAccount.active, true));
  return {
    users,
    apps,
    accepted: sums?.accepted ?? 0,
    bounced: sums?.bounced ?? 0,
    busiestDay: busiest?.count ?? 0,
  };
}
