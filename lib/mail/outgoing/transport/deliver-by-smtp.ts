import type { DeliveryState } from '#lib/core/enumerations.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { PlannedTransaction } from '#lib/mail/outgoing/plan-transactions.ts';
import type { ClaimedDelivery } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import { commitIntent } from '#lib/mail/outgoing/transport/commit-intent.ts';
import { borrowConnection, type Loan } from '#lib/mail/outgoing/transport/connection-pool.ts';
import type { ConnectionLimits } from '#lib/mail/outgoing/transport/load-connection-limits.ts';
import type { RefusedRecipient } from '#lib/mail/outgoing/transport/offer-envelope.ts';
import { refuseBeyondAscii } from '#lib/mail/outgoing/transport/refuse-beyond-ascii.ts';
import { runTransaction, type TransactionResult } from '#lib/mail/outgoing/transport/run-transaction.ts';
import type { SmtpFailure } from '#lib/mail/outgoing/transport/smtp-failure.ts';
import type { SmtpFeatures } from '#lib/mail/outgoing/transport/smtp-features.ts';
import { type AttemptFacts, writeAttempt } from '#lib/mail/outgoing/verdict/write-attempt.ts';
import type { SmtpSettings } from '#lib/mail/servers/smtp-settings.ts';

export interface SmtpDelivery {
  transaction: PlannedTransaction;
  settings: SmtpSettings;
  /** RCPT address -> the deliveries it stands for. */
  addresses: Map<string, ClaimedDelivery[]>;
  /** The bytes, in a form that a server with these features takes. */
  makeRaw: (features: SmtpFeatures) => Promise<Buffer>;
  limits: ConnectionLimits;
  /** Asked once a connection is free, so that mail waiting its turn learns that the server went down meanwhile. */
  mayGo: () => Promise<boolean>;
  /** Aborted: transactions that have no connection yet are not begun. */
  signal: AbortSignal | undefined;
}

/** Carries one transaction over SMTP and writes what came of it. */
export async function deliverBySmtp(ctx: Ctx, job: SmtpDelivery): Promise<DeliveryState[] | 'not-begun'> {
  const startedAt = ctx.now();
  const { mayGo, signal } = job;
  const borrowed = await borrowConnection(ctx, job.settings, { ...placeOf(job), mayGo, signal });
  if (borrowed === null) return 'not-begun';
  if (!borrowed.ok)
    return writeRefusal(ctx, job, { startedAt, failure: borrowed.failure, dialogue: borrowed.dialogue });
  const { result, dialogue } = await transact(ctx, job, borrowed.loan);
  // The dot was held back: the server has nothing, and what of it is still ours waits again.
  if (result.kind === 'withdrawn') return 'not-begun';
  return conclude(ctx, job, result, { startedAt, dialogue });
}

function placeOf({ transaction, limits }: SmtpDelivery) {
  return { lane: transaction.email.lane, limits };
}

interface Transacted {
  result: TransactionResult;
  dialogue: string;
}

/** A connection that idled may be dead: then the same is tried once on a new one, and nobody is blamed. */
async function transact(ctx: Ctx, job: SmtpDelivery, loan: Loan): Promise<Transacted> {
  const { features } = loan.connection.session;
  const raw = await job.makeRaw(features).catch((error) => {
    loan.done(true);
    throw error;
  });
  const tooLarge = refuseSize(job.settings, features, raw);
  if (tooLarge) {
    loan.done(true);
    return tooLarge;
  }
  const first = await run(ctx, job, loan, raw);
  if (!loan.reused || !wasStale(first.result)) return first;
  const again = await borrowConnection(ctx, job.settings, { ...placeOf(job), fresh: true });
  if (again === null) return first;
  if (again.ok) return run(ctx, job, again.loan, raw);
  const { failure, dialogue } = again;
  return { result: { kind: 'refused' as const, failure, refused: [], reusable: false }, dialogue };
}

async function run(ctx: Ctx, job: SmtpDelivery, loan: Loan, raw: Buffer): Promise<Transacted> {
  const { email, selection, envelopeFrom } = job.transaction;
  const recipients = [...job.addresses.keys()];
  const { session, transcript } = loan.connection;
  const unfit = refuseBeyondAscii(session.features, selection, recipients);
  if (unfit[0] && unfit.length === recipients.length) {
    loan.done(true);
    return { result: { kind: 'refused', failure: unfit[0].failure, refused: unfit, reusable: true }, dialogue: '' };
  }
  try {
    const result = await runTransaction({
      session,
      envelopeFrom,
      recipients: recipients.filter((address) => !unfit.some(({ recipient }) => recipient === address)),
      raw,
      commitIntent: () => commitIntent(ctx, job.transaction),
    });
    const dialogue = transcript.take();
    if (job.settings.debugLog)
      ctx.log.info({ server: job.settings.name, emailId: email.id, dialogue }, 'SMTP dialogue');
    loan.done('reusable' in result && result.reusable);
    return { result: withRefused(result, unfit), dialogue };
  } finally {
    loan.done(false);
  }
}

/** Those the server was not even told of count with those it refused. */
function withRefused(result: TransactionResult, unfit: RefusedRecipient[]): TransactionResult {
  if (unfit.length === 0 || result.kind === 'withdrawn') return result;
  return { ...result, refused: [...result.refused, ...unfit] };
}

/** The limit set on the server, and the one it announces itself. */
function refuseSize({ maxMessageBytes }: SmtpSettings, { maxBytes }: SmtpFeatures, raw: Buffer): Transacted | null {
  const isSet = maxMessageBytes !== null && raw.length > maxMessageBytes;
  if (!isSet && (maxBytes === null || raw.length <= maxBytes)) return null;
  const limit = isSet ? `is set to take ${maxMessageBytes}` : `takes ${maxBytes}`;
  const message = `the mail has ${raw.length} bytes, the outgoing server ${limit}`;
  const failure = { stage: 'mail' as const, reply: null, networkCode: 'EMESSAGE', message };
  return { result: { kind: 'refused', failure, refused: [], reusable: true }, dialogue: '' };
}

function wasStale(result: TransactionResult): boolean {
  return result.kind === 'refused' && result.failure.reply === null && result.failure.stage === 'rcpt';
}

interface Attempt {
  startedAt: Date;
  dialogue: string;
}

async function conclude(
  ctx: Ctx,
  job: SmtpDelivery,
  result: Exclude<TransactionResult, { kind: 'withdrawn' }>,
  attempt: Attempt,
): Promise<DeliveryState[]> {
  if (result.kind === 'refused' && result.refused.length === 0) {
    return writeRefusal(ctx, job, { ...attempt, failure: result.failure });
  }
  const refused = new Map(result.refused.map(({ recipient, failure }) => [recipient, failure]));
  const outcomes: AttemptFacts['outcomes'] = [...job.addresses].flatMap(([address, deliveries]) => {
    const failure = refused.get(address);
    return deliveries.map((delivery) => ({ delivery, address, answer: answerFor(result, failure) }));
  });
  return writeAttempt(ctx, { ...factsOf(job, attempt), outcomes });
}

function answerFor(
  result: Exclude<TransactionResult, { kind: 'withdrawn' }>,
  failure: SmtpFailure | undefined,
): AttemptFacts['outcomes'][number]['answer'] {
  if (failure) return { kind: 'refused', failure };
  if (result.kind === 'accepted') return { kind: 'accepted', reply: result.reply };
  return { kind: result.kind, failure: result.failure };
}

async function writeRefusal(
  ctx: Ctx,
  job: SmtpDelivery,
  attempt: Attempt & { failure: SmtpFailure },
): Promise<DeliveryState[]> {
  const answer = { kind: 'refused' as const, failure: attempt.failure };
  const outcomes = [...job.addresses].flatMap(([address, deliveries]) =>
    deliveries.map((delivery) => ({ delivery, address, answer })),
  );
  return writeAttempt(ctx, { ...factsOf(job, attempt), outcomes });
}

function factsOf(
  { transaction, settings }: SmtpDelivery,
  { startedAt, dialogue }: Attempt,
): Omit<AttemptFacts, 'outcomes'> {
  const { breakers } = transaction;
  return { server: settings, selection: transaction.selection, breakers, startedAt, transcript: dialogue };
}
