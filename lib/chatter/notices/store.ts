import { and, inArray, isNull } from 'drizzle-orm';
import { delivery, email } from '#drizzle/schema/email.ts';
import type { Db } from '#lib/db/client.ts';

/** Notes that nobody has to be told any more that these mails are late. */
export async function markDelayTold(db: Db, emailIds: number[], now: Date): Promise<void> {
  await db.update(email).set({ delayNoticeAt: now }).where(inArray(email.id, emailIds));
}

/** Notes that the failures of these mails are settled, and of which the author was told. */
export async function markFailuresSettled(db: Db, emailIds: number[], toldIds: number[], now: Date): Promise<void> {
  await db
    .update(delivery)
    .set({ noticedAt: now })
    .where(
      and(
        inArray(delivery.emailId, emailIds),
        inArray(delivery.state, ['failed', 'bounced', 'unknown']),
        isNull(delivery.noticedAt),
      ),
    );
  if (toldIds.length > 0) await db.update(email).set({ failureNoticeAt: now }).where(inArray(email.id, toldIds));
}
