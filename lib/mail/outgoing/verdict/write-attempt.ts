import { openAlert } from '#lib/alerts/open-alert.ts';
import { resolveAlert } from '#lib/alerts/resolve-alert.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import type { DeliveryState } from '#lib/core/enumerations.ts';
import type { Db } from '#lib/db/client.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { ClaimedDelivery } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import type { SelectedServer } from '#lib/mail/outgoing/select/select-server.ts';
import { groupCommit } from '#lib/mail/outgoing/transport/group-commit.ts';
import type { SmtpFailure } from '#lib/mail/outgoing/transport/smtp-failure.ts';
import type { Breaker } from '#lib/mail/outgoing/verdict/breaker.ts';
import { classifyReply } from '#lib/mail/outgoing/verdict/classify-reply.ts';
import {
  acceptedVerdict,
  refusedVerdict,
  unknownVerdict,
  type Verdict,
} from '#lib/mail/outgoing/verdict/decide-verdict.ts';
import { reasonFor } from '#lib/mail/outgoing/verdict/explain-reply.ts';
import { recordServerFailure, recordServerSuccess } from '#lib/mail/outgoing/verdict/record-server-health.ts';
import { recordQuickly } from '#lib/mail/outgoing/verdict/record-verdict.ts';
import { classifyWithin, spentSoFar } from '#lib/mail/outgoing/verdict/refused-delivery.ts';
import { type AttemptRecord, countUnknown } from '#lib/mail/outgoing/verdict/store.ts';

/** Until the breaker opens, mail of a server that failed once is tried again this soon. */
const soonMs = 5_000;
/** How long mail of a sender that the server refuses waits before it is looked at again. */
const refusedSenderWaitMs = 15 * 60_000;
const refusedSenderAlert = 'sender-refused';

/** What a transaction came to, delivery by delivery. */
export interface AttemptFacts {
  server: { serverId: number; name: string; host: string };
  selection: SelectedServer;
  /** What this batch knows of the servers' health; brought up to date here. */
  breakers: Map<number, Breaker>;
  startedAt: Date;
  transcript: string;
  outcomes: { delivery: ClaimedDelivery; address: string; answer: Answer }[];
}

type Answer =
  | { kind: 'accepted'; reply: string }
  | { kind: 'refused'; failure: SmtpFailure }
  | { kind: 'unknown'; failure: SmtpFailure };

/** Reaches and writes the verdicts of one transaction; the server's health follows from them. */
export async function writeAttempt(ctx: Ctx, facts: AttemptFacts): Promise<DeliveryState[]> {
  const breaker = await noteHealth(ctx, facts);
  const records: AttemptRecord[] = [];
  for (const outcome of facts.outcomes) records.push(await recordOf(ctx, facts, outcome, breaker));
  await settleSenderAlert(ctx, facts);
  const written = await together(ctx)(records);
  return records.filter((_, index) => written[index]).map((record) => record.verdict.state);
}

async function noteHealth(ctx: Ctx, { server, outcomes, breakers }: AttemptFacts): Promise<Breaker | null> {
  const known = breakers.get(server.serverId);
  const failed = outcomes.find(
    ({ answer }) => answer.kind === 'refused' && classifyReply(answer.failure).fault === 'server',
  );
  if (failed?.answer.kind === 'refused') {
    const { opensBreaker } = classifyReply(failed.answer.failure);
    const reason = reasonFor(failed.answer.failure, server, null);
    const after = await recordServerFailure(ctx, server, { atOnce: opensBreaker, reason });
    breakers.set(server.serverId, after);
    return after;
  }
  if (known && known.failures > 0 && outcomes.some(({ answer }) => answer.kind !== 'unknown')) {
    breakers.delete(server.serverId);
    await recordServerSuccess(ctx, server.serverId);
  }
  return null;
}

async function recordOf(
  ctx: Ctx,
  facts: AttemptFacts,
  { delivery, address, answer }: AttemptFacts['outcomes'][number],
  breaker: Breaker | null,
): Promise<AttemptRecord> {
  const { server, startedAt, transcript } = facts;
  const verdict = await reach(ctx, facts, { delivery, address, answer }, breaker);
  const { id: deliveryId, epoch, emailId } = delivery;
  const result = answer.kind === 'unknown' ? { result: 'unknown' } : {};
  const { serverId, name: serverName } = server;
  return {
    deliveryId,
    epoch,
    emailId,
    serverId,
    serverName,
    startedAt,
    transcript,
    verdict,
    selection: facts.selection,
    ...result,
  };
}

async function reach(
  ctx: Ctx,
  facts: AttemptFacts,
  { delivery, address, answer }: AttemptFacts['outcomes'][number],
  breaker: Breaker | null,
): Promise<Verdict> {
  const now = ctx.now();
  if (answer.kind === 'accepted') return acceptedVerdict(delivery, answer.reply, now);
  const { failure } = answer;
  if (answer.kind === 'unknown') {
    return unknownVerdict(delivery, await countUnknown(ctx.db, delivery.id), failure.reply, now);
  }
  const classification = classifyWithin(facts.outcomes, classifyReply(failure));
  if (classification.fault === 'from') await alertRefusedSender(ctx, facts, failure);
  const wait = classification.fault === 'from' ? refusedSenderWaitMs : soonMs;
  const waitUntil = (classification.fault === 'server' && breaker?.nextProbeAt) || addMilliseconds(now, wait);
  const reason = reasonFor(failure, facts.server, failure.stage === 'rcpt' ? address : null);
  const refusal = {
    classification,
    stage: failure.stage,
    reply: failure.reply,
    reason,
    waitUntil,
    random: Math.random(),
  };
  return refusedVerdict(await spentSoFar(ctx, delivery, classification), refusal, now);
}

async function alertRefusedSender(ctx: Ctx, { server, selection }: AttemptFacts, failure: SmtpFailure): Promise<void> {
  await openAlert(ctx, {
    kind: refusedSenderAlert,
    key: `${server.serverId} ${selection.envelopeFrom}`,
    severity: 'error',
    title: `${server.name} refuses mail from ${selection.envelopeFrom}`,
    detail: `${reasonFor(failure, server, null)} Mail of this sender waits.`,
    ...(server.serverId > 0 ? { link: `/technical/outgoing-servers/${server.serverId}` } : {}),
  });
}

/** Mail that had waited got through: its sender is welcome again. */
async function settleSenderAlert(ctx: Ctx, { server, selection, outcomes, startedAt }: AttemptFacts): Promise<void> {
  const wasWaiting = outcomes.some(
    ({ answer, delivery: { firstAttemptAt } }) =>
      answer.kind === 'accepted' && firstAttemptAt !== null && startedAt.getTime() - firstAttemptAt.getTime() > soonMs,
  );
  if (wasWaiting) await resolveAlert(ctx, refusedSenderAlert, `${server.serverId} ${selection.envelopeFrom}`);
}

/** The connection is free by then: a pause costs nobody, and fewer commits carry more verdicts. */
const grouping = { limit: 200, pauseMs: 40 };

const groups = new WeakMap<Db, (records: AttemptRecord[]) => Promise<boolean[]>>();

/** Verdicts of many connections share a commit, like their intents. */
function together(ctx: Ctx): (records: AttemptRecord[]) => Promise<boolean[]> {
  const known = groups.get(ctx.db);
  const write = known ?? groupCommit((items: AttemptRecord[][]) => writeAll(ctx, items), grouping);
  if (!known) groups.set(ctx.db, write);
  return write;
}

async function writeAll(ctx: Ctx, items: AttemptRecord[][]): Promise<boolean[][]> {
  const written = await recordQuickly(ctx, items.flat());
  let end = 0;
  return items.map((records) => {
    end += records.length;
    return written.slice(end - records.length, end);
  });
}
