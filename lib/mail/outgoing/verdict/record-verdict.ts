import { messageOf } from '#lib/core/errors.ts';
import type { Db } from '#lib/db/client.ts';
import type { Ctx } from '#lib/db/context.ts';
import { outlastOutage } from '#lib/db/outlast-outage.ts';
import { publishEvents } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { leaseMs } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import { giveBackPlaces } from '#lib/mail/outgoing/quota/give-back-places.ts';
import { groupCommit } from '#lib/mail/outgoing/transport/group-commit.ts';
import {
  type AttemptRecord,
  lockEmails,
  type MailPlace,
  noteOwnServerUsed,
  updateEmailStates,
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
    const { written, mails } = await writeRecords(tx, records);
    await announce(tx, mails);
    return written;
  });
}

/**
 * {@link recordVerdicts} for the many of a drain: the browsers are told a moment later, and together, because a commit
 * that tells them waits for every other one that does. What servers said outlives an outage of the database as long as
 * the leases hold: without it all of it would be unknown. Written twice it changes nothing, the rows tell by their epoch.
 */
export async function recordQuickly(ctx: Ctx, records: AttemptRecord[]): Promise<boolean[]> {
  const write = () => inTransaction(ctx, (tx) => writeRecords(tx, records));
  const { written, mails } = await outlastOutage(ctx, write, leaseMs);
  tellSoon(ctx, mails);
  return written;
}

async function writeRecords(tx: Ctx, records: AttemptRecord[]): Promise<{ written: boolean[]; mails: MailPlace[] }> {
  const now = tx.now();
  const mails = await lockEmails(tx.db, [...new Set(records.map((record) => record.emailId))]);
  const written = await writeVerdicts(tx.db, records, now);
  const kept = records.filter((record) => written.has(record.deliveryId));
  await giveBackPlaces(tx.db, unspent(kept, written));
  if (kept.some((record) => record.serverId > 0 && record.verdict.state === 'sent'))
    await noteOwnServerUsed(tx.db, now);
  await scheduleRetries(tx, kept);
  const selections = new Map(
    kept.flatMap(({ emailId, selection }) => (selection ? [[emailId, selection] as const] : [])),
  );
  const ids = mails.map(({ id }) => id);
  await updateEmailStates(tx.db, ids, now, selections);
  return { written: records.map((record) => written.has(record.deliveryId)), mails };
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
  const jobs = [...dueAt].map(([emailId, startAfter]) => ({ data: { emailId }, startAfter }));
  await ctx.jobs.sendMany(ctx.db, 'send-email', jobs);
}

/** Tells the browsers that show these mails or the documents they belong to. */
export async function announce(ctx: Ctx, mails: MailPlace[]): Promise<void> {
  if (mails.length === 0) return;
  const threads = new Map(mails.filter(hasThread).map((mail) => [`${mail.model} ${mail.recordId}`, mail]));
  const events = [...threads.values()].map(({ model, recordId }) => ({ topic: 'thread' as const, model, recordId }));
  await publishEvents(ctx.db, [{ topic: 'emails' }, ...events]);
}

function hasThread(mail: MailPlace): mail is MailPlace & { model: string; recordId: number } {
  return mail.model !== null && mail.recordId !== null;
}

/** Browsers fetch again what they show: more often than this nobody can read it. */
const tellEveryMs = 200;
const tellers = new WeakMap<Db, (mails: MailPlace[]) => Promise<undefined>>();

function tellSoon(ctx: Ctx, mails: MailPlace[]): void {
  const known = tellers.get(ctx.db);
  const tell = known ?? groupCommit((items: MailPlace[][]) => tellAll(ctx, items), { pauseMs: tellEveryMs });
  if (!known) tellers.set(ctx.db, tell);
  tell(mails).catch((error) => ctx.log.warn({ reason: messageOf(error) }, 'browsers could not be told of sent mail'));
}

async function tellAll(ctx: Ctx, items: MailPlace[][]): Promise<undefined[]> {
  await announce(ctx, items.flat());
  return items.map(() => undefined);
}
