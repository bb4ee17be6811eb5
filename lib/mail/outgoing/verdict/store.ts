import { and, asc, count, eq, gte, inArray, isNull, min, sql } from 'drizzle-orm';
import { delivery, deliveryAttempt, email } from '#drizzle/schema/email.ts';
import { instance } from '#drizzle/schema/instance.ts';
import type { EmailState } from '#lib/core/enumerations.ts';
import type { Db } from '#lib/db/client.ts';
import { isSending } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import type { SelectedServer } from '#lib/mail/outgoing/select/select-server.ts';
import { decidedRows } from '#lib/mail/outgoing/select/store.ts';
import type { Verdict } from '#lib/mail/outgoing/verdict/decide-verdict.ts';
import { emailStateRules } from '#lib/mail/outgoing/verdict/derive-email-state.ts';

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
  /** What was decided about the mail; left out: nothing new. */
  selection?: SelectedServer;
}

/** What is told of a mail: which documents show it. */
export interface MailPlace {
  id: number;
  model: string | null;
  recordId: number | null;
}

/**
 * Locks mails in a fixed order, before their deliveries are written: two workers then wait instead of deadlocking. Not
 * against KEY SHARE, which the foreign key of a delivery takes: who counts its quota would wait for us and we for him.
 */
export async function lockEmails(db: Db, ids: number[]): Promise<MailPlace[]> {
  return db
    .select({ id: email.id, model: email.model, recordId: email.recordId })
    .from(email)
    .where(sql`${email.id} = any(${sql.param(ids)})`)
    .orderBy(asc(email.id))
    .for('no key update');
}

/**
 * Writes verdicts of deliveries that are still held by the worker that reached them, and adds to their timelines.
 * @returns the ids written, with the moment their place in a quota was taken; a missing one was claimed by somebody
 * else meanwhile
 */
export async function writeVerdicts(db: Db, records: AttemptRecord[], now: Date): Promise<Map<number, Date | null>> {
  const rows = JSON.stringify(records.map(rowOf));
  const at = sql`${now.toISOString()}::timestamptz`;
  const written = await db.execute<{ id: number; taken_at: number | null }>(sql`
    with v as materialized (select * from json_to_recordset(${rows}::json) as v(
      id int, epoch int, server_id int, state text, stage text, attempts int, next_attempt_at timestamptz,
      smtp_reply text, failure_type text, reason text, started_at timestamptz, server_name text, result text,
      transcript text)),
    written as (
      update ${delivery} d set
        state = v.state, stage = v.stage, attempts = v.attempts, next_attempt_at = v.next_attempt_at,
        smtp_reply = v.smtp_reply, failure_type = v.failure_type, reason = v.reason, server_id = v.server_id,
        lease_until = null, updated_at = ${at}, sent_at = case when v.state = 'sent' then ${at} else d.sent_at end
      from v where d.id = v.id and d.lease_epoch = v.epoch and ${isSending(sql`d.state`)}
      returning d.id, (extract(epoch from d.quota_reserved_at) * 1000)::float8 as taken_at),
    noted as (
      insert into ${deliveryAttempt} (delivery_id, started_at, finished_at, server_id, server_name, stage, result,
        smtp_reply, reason, transcript)
      select v.id, v.started_at, ${at}, v.server_id, v.server_name, v.stage, v.result, v.smtp_reply, v.reason,
        v.transcript
      from v join written using (id))
    select id, taken_at from written`);
  return new Map(written.rows.map(({ id, taken_at }) => [id, taken_at === null ? null : new Date(taken_at)]));
}

function rowOf({ deliveryId, epoch, serverId, serverName, startedAt, verdict, transcript, result }: AttemptRecord) {
  return {
    id: deliveryId,
    epoch,
    server_id: serverId,
    state: verdict.state,
    stage: verdict.stage,
    attempts: verdict.attempts,
    next_attempt_at: verdict.nextAttemptAt,
    smtp_reply: verdict.smtpReply,
    failure_type: verdict.failureType,
    reason: verdict.reason,
    started_at: startedAt,
    server_name: serverName,
    result: result ?? verdict.state,
    transcript,
  };
}

/** The states each rule asks for, in a row of their own. */
const ruleStates = sql.join(
  emailStateRules.map(({ state, of }) => sql.raw(`array[${of.map((name) => `'${name}'`).join(', ')}] as ${state}`)),
  sql`, `,
);

/**
 * The first rule whose deliveries a mail has, asked one after the other: counting those of a mailing would take longer.
 * Written so that PostgreSQL asks the index of each mail's deliveries. Without `offset` it would gather the mails of
 * everything that waits first; with the states in the condition it would read all that is under way for each mail.
 */
const derivedState = sql`case ${sql.join(
  emailStateRules.map(({ state }) => {
    const anyOf = sql.raw(`r.${state}`);
    return sql`when exists (select from ${delivery} where email_id = i.id and state = any(${anyOf}) offset 0) then ${sql.raw(`'${state}'`)}`;
  }),
  sql` `,
)} end`;

/**
 * Brings the state of mails in line with their deliveries, and keeps what was decided about them. Lock them first.
 * Mails that stay as they are are not written.
 */
export async function updateEmailStates(
  db: Db,
  ids: number[],
  now: Date,
  selections: Map<number, SelectedServer> = new Map(),
): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`;
  await db.execute(sql`
    with r as materialized (select ${ruleStates}),
    s as materialized (select i.id, ${derivedState} as state from unnest(${sql.param(ids)}::int[]) as i(id), r),
    c as materialized ${decidedRows(selections)}
    update ${email} e set state = s.state, updated_at = ${at}, failure_type = f.failure_type, failure_reason = f.reason,
      sent_at = case when s.state = 'sent' then coalesce(e.sent_at, ${at}) else e.sent_at end,
      server_id = case when c.id is null then e.server_id else c.server_id end,
      header_from = case when c.id is null then e.header_from else c.header_from end,
      envelope_from = case when c.id is null then e.envelope_from else c.envelope_from end,
      trace = case when c.id is null then e.trace else c.trace end
    from s left join lateral (
      select failure_type, reason from ${delivery}
      where s.state = 'failed' and email_id = s.id and state in ('failed', 'bounced', 'unknown') order by id limit 1
    ) f on true
    left join c on c.id = s.id
    where e.id = s.id and s.state is not null and (
      (e.state, e.failure_type, e.failure_reason) is distinct from (s.state, f.failure_type, f.reason)
      or c.id is not null and e.trace is distinct from c.trace)`);
}

export interface RefreshedEmail extends MailPlace {
  state: EmailState;
}

/** {@link updateEmailStates}; answers what the mails came to. */
export async function refreshEmailStates(db: Db, ids: number[], now: Date): Promise<RefreshedEmail[]> {
  await updateEmailStates(db, ids, now);
  const { id, state, model, recordId } = email;
  return db.select({ id, state, model, recordId }).from(email).where(inArray(email.id, ids));
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
