import { and, count, desc, eq, gte } from 'drizzle-orm';
import { incomingMail } from '#drizzle/schema/incoming-mail.ts';
import type { Db } from '#lib/db/client.ts';

export interface QuarantineFacts {
  all: number;
  ofLastDay: number;
  /** Whom most mails of the last day were written to; null where no mail names anybody. */
  recipient: { address: string; mails: number } | null;
}

/** Recipients of a mail are named up to this many characters. */
const longestAddress = 200;

/** How much waits in quarantine, in all and since a moment. */
export async function loadQuarantine(db: Db, since: Date): Promise<QuarantineFacts> {
  const waiting = eq(incomingMail.outcome, 'quarantined');
  const lately = and(waiting, gte(incomingMail.receivedAt, since));
  const [all, ofLastDay, [top]] = [
    await db.$count(incomingMail, waiting),
    await db.$count(incomingMail, lately),
    await db
      .select({ address: incomingMail.toAddresses, mails: count() })
      .from(incomingMail)
      .where(lately)
      .groupBy(incomingMail.toAddresses)
      .orderBy(desc(count()))
      .limit(1),
  ];
  const recipient = top?.address ? { address: top.address.slice(0, longestAddress), mails: top.mails } : null;
  return { all, ofLastDay, recipient };
}
