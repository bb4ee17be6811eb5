import { addMilliseconds } from '#lib/core/clock.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { formatAddress } from '#lib/mail/message/address.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { baseUrl } from '#lib/parameters/base-url.ts';
import { alertMail } from './alert-mail.ts';
import { lastAlertMailAt, loadAlertReaders, lockUnmailedAlerts, markMailed } from './store.ts';

/** What ends by itself within this time is nobody's trouble. */
const settlesWithinMs = 2 * 60_000;
/** At most one mail in this time, whatever happens. */
const betweenMailsMs = 15 * 60_000;
/** Trouble that comes and goes is mailed again after this. */
const sameAgainAfterMs = 60 * 60_000;

export interface AlertsMailed {
  done: number;
  remaining: number;
  log: string;
}

/**
 * Mails the administrators who want it what has been wrong for two minutes: each alert once, all of them in one mail, at
 * most one mail in fifteen minutes. A mail about mail that cannot leave waits like any other, or leaves through another
 * server; it makes no further alert than the one that is open already, so that nothing circles.
 */
export async function mailAlerts(ctx: Ctx): Promise<AlertsMailed> {
  return inTransaction(ctx, async (tx) => {
    const now = tx.now();
    const alerts = await lockUnmailedAlerts(tx.db, {
      openedBefore: addMilliseconds(now, -settlesWithinMs),
      sameMailedBefore: addMilliseconds(now, -sameAgainAfterMs),
    });
    if (alerts.length === 0) return { done: 0, remaining: 0, log: 'Nothing to tell.' };
    const last = await lastAlertMailAt(tx.db);
    if (last && last > addMilliseconds(now, -betweenMailsMs)) {
      return { done: 0, remaining: 0, log: `${alerts.length} wait for the next mail: the last one was just sent.` };
    }
    const readers = await loadAlertReaders(tx.db);
    if (readers.length === 0) return { done: 0, remaining: 0, log: 'No administrator wants alerts by mail.' };
    await enqueueEmail(tx, {
      ...alertMail(alerts, await baseUrl(tx)),
      from: null,
      to: readers.map(({ name, email }) => formatAddress(name, email)).join(', '),
      automatic: true,
      lane: 0,
      recipients: readers.map(({ name, email, contactId }) => ({ name, email, contactId })),
    });
    const ids = alerts.map((alert) => alert.id);
    await markMailed(tx.db, ids, now);
    return { done: ids.length, remaining: 0, log: `${ids.length} mailed to ${readers.length} administrators.` };
  });
}
