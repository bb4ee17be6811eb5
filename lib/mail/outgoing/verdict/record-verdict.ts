import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { giveBackPlaces } from '#lib/mail/outgoing/quota/give-back-places.ts';
import {
  type AttemptRecord,
  insertAttempts,
  lockEmails,
  noteOwnServerUsed,
  type RefreshedEmail,
  refreshEmailStates,
  writeVerdicts,
} from '#lib/mail/outgoing/verdict/store.ts';

/**
 * Writes what attempts came to: deliveries (only where this worker still holds them), timelines, the mails' states, and
 * tells the browsers. One transaction for all of them.
 * @returns for each record whether it was written
 */
export async function recordVerdicts(ctx: Ctx, records: AttemptRecord[]): Promise<boolean[]> {
  if (records.length === 0) return [];
  return inTransaction(ctx, async (tx) => {
    const now = ctx.now();
    const emailIds = [...new Set(records.map((record) => record.emailId))];
    await lockEmails(tx.db, emailIds);
    const written = await writeVerdicts(tx.db, records, now);
    const kept = records.filter((record) => written.has(record.deliveryId));
    await giveBackPlaces(tx.db, unspent(kept, written));
    await insertAttempts(tx.db, kept, now);
    if (kept.some((record) => record.serverId > 0 && record.verdict.state === 'sent'))
      await noteOwnServerUsed(tx.db, now);
    await scheduleRetries(tx, kept);
    await announce(tx, await refreshEmailStates(tx.db, emailIds, now));
    return records.map((record) => written.has(record.deliveryId));
  });
}

/** The places of deliveries whose final dot was never sent: the server has nothing of them. */
function unspent(records: AttemptRecord[], takenAt: Map<number, Date | null>) {
  return records.flatMap(({ deliveryId, serverId, verdict: { stage } }) => {
    const taken = takenAt.get(deliveryId);
    return taken && stage !== 'dot' && stage !== 'done' ? [{ serverId, takenAt: taken }] : [];
  });
}

/** One job a mail, for the moment its first delivery is due again. */
async function scheduleRetries(ctx: Ctx, records: AttemptRecord[]): Promise<void> {
  const dueAt = new Map<number, Date>();
  for (const { emailId, verdict } of records) {
    if (verdict.state !== 'queued' && verdict.state !== 'deferred') continue;
    const known = dueAt.get(emailId);
    if (!known || verdict.nextAttemptAt < known) dueAt.set(emailId, verdict.nextAttemptAt);
  }
  for (const [emailId, due] of dueAt) await ctx.jobs.send(ctx.db, 'send-email', { emailId }, due);
}

/** Tells the browsers that show these mails or the documents they belong to. */
export async function announce(ctx: Ctx, emails: RefreshedEmail[]): Promise<void> {
  if (emails.length === 0) return;
  await publishEvent(ctx.db, { topic: 'emails' });
  const threads = new Map(emails.filter(hasThread).map((email) => [`${email.model} ${email.recordId}`, email]));
  for (const { model, recordId } of threads.values()) await publishEvent(ctx.db, { topic: 'thread', model, recordId });
}

function hasThread(email: RefreshedEmail): email is RefreshedEmail & { model: string; recordId: number } {
  return email.model !== null && email.recordId !== null;
}
