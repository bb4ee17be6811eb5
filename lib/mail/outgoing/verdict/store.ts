import { and, asc, count, eq, gte, inArray, isNull, min, sql } from 'drizzle-orm';
import { delivery, deliveryAttempt, email } from '#drizzle/schema/email.ts';
import { instance } from '#drizzle/schema/instance.ts';
import type { DeliveryState, EmailState } from '#lib/core/enumerations.ts';
import type { Db } from '#lib/db/client.ts';
import type { Verdict } from '#lib/mail/outgoing/verdict/decide-verdict.ts';
import { deriveEmailState } from '#lib/mail/outgoing/verdict/derive-email-state.ts';

/** What one attempt did to one delivery. */
export interface AttemptRecord {
  deliveryId: number;
  epoch: number;
  emailId: number;
  serverId: number;
  serverName: string;
  startedAt: Date;
  verdict: Verdict;
  transcript: string | null;
  /** The word in the timeline where it is not the delivery's state. */
  result?: string;
}

/** Locks mails in a fixed order, before their deliveries are written: two workers then wait instead of deadlocking. */
export async function lockEmails(db: Db, ids: number[]): Promise<void> {
  await db.select({ id: email.id }).from(email).where(inArray(email.id, ids)).orderBy(asc(email.id)).for('update');
}

/**
 * Writes verdicts of deliveries that are still held by the worker that reached them.
 * @returns the ids written, with the moment their place in a quota was taken; a missing one was claimed by somebody
 * else meanwhile
 */
export async function writeVerdicts(db: Db, records: AttemptRecord[], now: Date): Promise<Map<number, Date | null>> {
  const rows = records.map(({ deliveryId, epoch, serverId, verdict }) => ({
    id: deliveryId,
    epoch,
    server_id: serverId,
    ...snake(verdict),
  }));
  const written = await db.execute<{ id: number; taken_at: number | null }>(sql`
    update ${delivery} d set
      state = v.state, stage = v.stage, attempts = v.attempts, next_attempt_at = v.next_attempt_at,
      smtp_reply = v.smtp_reply, failure_type = v.failure_type, reason = v.reason, server_id = v.server_id,
      lease_until = null, updated_at = ${now.toISOString()}::timestamptz,
      sent_at = case when v.state = 'sent' then ${now.toISOString()}::timestamptz else d.sent_at end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(
      id int, epoch int, server_id int, state text, stage text, attempts int, next_attempt_at timestamptz,
      smtp_reply text, failure_type text, reason text)
    where d.id = v.id and d.lease_epoch = v.epoch and d.state = 'sending'
    returning d.id, (extract(epoch from d.quota_reserved_at) * 1000)::float8 as taken_at`);
  return new Map(written.rows.map(({ id, taken_at }) => [id, taken_at === null ? null : new Date(taken_at)]));
}

function snake(verdict: Verdict) {
  return {
    state: verdict.state,
    stage: verdict.stage,
    attempts: verdict.attempts,
    next_attempt_at: verdict.nextAttemptAt.toISOString(),
    smtp_reply: verdict.smtpReply,
    failure_type: verdict.failureType,
    reason: verdict.reason,
  };
}

/** Adds to the timelines. */
export async function insertAttempts(db: Db, records: AttemptRecord[], now: Date): Promise<void> {
  if (records.length === 0) return;
  await db.insert(deliveryAttempt).values(
    records.map(({ deliveryId, startedAt, serverId, serverName, verdict, transcript, result }) => ({
      deliveryId,
      startedAt,
      finishedAt: now,
      serverId,
      serverName,
      stage: verdict.stage,
      result: result ?? verdict.state,
      smtpReply: verdict.smtpReply,
      reason: verdict.reason,
      transcript,
    })),
  );
}

export interface RefreshedEmail {
  id: number;
  state: EmailState;
  model: string | null;
  recordId: number | null;
}

/** Brings the state of mails in line with their deliveries. Lock them first. */
export async function refreshEmailStates(db: Db, ids: number[], now: Date): Promise<RefreshedEmail[]> {
  const counts = await db
    .select({ emailId: delivery.emailId, state: delivery.state, count: count() })
    .from(delivery)
    .where(inArray(delivery.emailId, ids))
    .groupBy(delivery.emailId, delivery.state);
  const byEmail = new Map<number, Partial<Record<DeliveryState, number>>>();
  for (const row of counts) byEmail.set(row.emailId, { ...byEmail.get(row.emailId), [row.state]: row.count });
  const states = [...byEmail].flatMap(([id, found]) => {
    const state = deriveEmailState(found);
    return state ? [{ id, state }] : [];
  });
  const rows = await db.execute<{ id: number; state: EmailState; model: string | null; record_id: number | null }>(sql`
    update ${email} e set state = s.state, updated_at = ${now.toISOString()}::timestamptz,
      failure_type = f.failure_type, failure_reason = f.reason,
      sent_at = case when s.state = 'sent' then coalesce(e.sent_at, ${now.toISOString()}::timestamptz) else e.sent_at end
    from jsonb_to_recordset(${JSON.stringify(states)}::jsonb) as s(id int, state text)
    left join lateral (
      select failure_type, reason from ${delivery}
      where email_id = s.id and s.state = 'failed' and state in ('failed', 'bounced', 'unknown') order by id limit 1
    ) f on true
    where e.id = s.id
    returning e.id, e.state, e.model, e.record_id`);
  return rows.rows.map(({ record_id: recordId, ...row }) => ({ ...row, recordId }));
}

/** How often it was unknown whether a delivery arrived. */
export async function countUnknown(db: Db, deliveryId: number): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(deliveryAttempt)
    .where(and(eq(deliveryAttempt.deliveryId, deliveryId), eq(deliveryAttempt.result, 'unknown')));
  return row?.count ?? 0;
}

/** When the first attempt since a moment was spent on a delivery; null: none was. Waiting for a server spends none. */
export async function firstSpentAttemptAt(db: Db, deliveryId: number, since: Date): Promise<Date | null> {
  const [row] = await db
    .select({ at: min(deliveryAttempt.startedAt) })
    .from(deliveryAttempt)
    .where(
      and(
        eq(deliveryAttempt.deliveryId, deliveryId),
        inArray(deliveryAttempt.result, ['deferred', 'unknown']),
        gte(deliveryAttempt.startedAt, since),
      ),
    );
  return row?.at ?? null;
}

/** Notes that an own server has sent: from then on the sandbox is no fall-back. */
export async function noteOwnServerUsed(db: Db, now: Date): Promise<void> {
  await db.update(instance).set({ ownServerUsedAt: now }).where(isNull(instance.ownServerUsedAt));
}
