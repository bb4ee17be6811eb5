import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import { slots } from '#lib/core/slots.ts';
import { type Ctx, systemActor } from '#lib/db/context.ts';
import { isTransient } from '#lib/db/postgres-errors.ts';
import { authenticateSender } from './authenticate/authenticate-sender.ts';
import { authenticateStoredMail } from './authenticate/authenticate-stored-mail.ts';
import { loadServerFacts } from './fetch/load-server-facts.ts';
import { beginAttempt, lightMail, usualAttempts } from './keep/begin-attempt.ts';
import { type KeptMail, keepMail, type ReceivedMail } from './keep/keep-mail.ts';
import { mailIds, mailKeys } from './keep/mail-keys.ts';
import { openMail, wholeMail } from './keep/open-mail.ts';
import { countAttempts, type StoredMail, selectIncomingMail, selectKeyHolder, selectOwnMail } from './keep/store.ts';
import type { ParsedMail } from './parse/parsed-mail.ts';
import { processTogether } from './process-together.ts';
import { examineMail } from './qualify/examine-mail.ts';
import { recordFailure } from './record-failure.ts';
import type { Answer } from './route/decision.ts';
import { loadRouteFacts } from './route/load-facts.ts';
import { routeMail } from './route/route-mail.ts';
import { wordAnswer } from './thread/word-answer.ts';
import { type ComposedAnswer, type Examined, type GatewayAnswer, parsedView } from './trace/gateway-answer.ts';
import { type NamedAnswer, nameAnswer } from './trace/name-routes.ts';

export type { ReceivedMail } from './keep/keep-mail.ts';
export type { GatewayAnswer } from './trace/gateway-answer.ts';

/** Reading takes several times the size of a mail: a process reads so many at a time of those that are not light. */
const largeMails = slots(6);
/** Mails that were cut off before: one of them may have killed its process, and takes nobody along the next time. */
const suspects = slots(1);

/** A mail that ended its process this often is not tried again by itself. */
const attemptLimit = 5;

/**
 * The gateway: every mail, whatever way it came, ends up here. It is stored and committed first, then processed; what
 * goes wrong afterwards is an outcome (`failed`), not an error. Administrators only: who hands mails in writes them in
 * anybody's name, into any company.
 * @throws AppError `malformed` for an empty mail, `too_large`
 */
export async function receiveMail(ctx: Ctx, input: ReceivedMail): Promise<GatewayAnswer> {
  requireAdministrator(ctx.actor);
  return processIncomingMail(ctx, await keepMail(ctx, input, { isBegun: true }));
}

/**
 * Processes a stored mail, or answers what became of it when somebody has done so. Running it again is harmless.
 * @param mail its number, or what was kept this moment with its first try counted
 * @throws AppError `not_found`
 */
export async function processIncomingMail(given: Ctx, mail: number | KeptMail): Promise<GatewayAnswer> {
  const ctx: Ctx = { ...given, actor: systemActor };
  const kept = typeof mail === 'number' ? null : mail;
  const id = kept?.id ?? Number(mail);
  const begun = kept?.row ?? (await beginAttempt(ctx, id));
  if (begun && begun.size <= lightMail) return processBegun(ctx, begun, kept?.raw ?? null);
  const stored = begun ?? (await selectIncomingMail(ctx.db, id));
  if (!stored) throw new AppError('not_found', `There is no incoming mail ${id}.`);
  const isSuspect = stored.outcome === null && stored.attempts >= usualAttempts;
  return (isSuspect ? suspects : largeMails).run(async () => {
    const [counted = stored] = begun ? [begun] : await countAttempts(ctx.db, [id]);
    return processBegun(ctx, counted, kept?.raw ?? null);
  });
}

/** @param bytes of the mail, where they are in hand */
async function processBegun(ctx: Ctx, row: StoredMail, bytes: Buffer | null): Promise<GatewayAnswer> {
  const attempts = row.outcome === null ? row.attempts : 0;
  let examined: Examined | null = null;
  try {
    if (attempts > attemptLimit) throw new AppError('internal', `Its processing was cut off ${attemptLimit} times.`);
    const [server, raw] = await Promise.all([
      loadServerFacts(ctx, row.incomingServerId),
      bytes ? wholeMail(bytes) : openMail(ctx, row),
    ]);
    const seen = await examineMail(raw, { envelopeFrom: row.envelopeFrom });
    // Before the transaction: nothing waits for DNS while it holds locks.
    const authentication = await authenticateStoredMail(ctx, row, { raw, mail: seen.mail, server });
    examined = { ...seen, authentication };
    const done = await processTogether({ ctx, row, raw, examined, server });
    return answerOf(done ?? row, examined);
  } catch (error) {
    if (isTransient(error) && attempts < attemptLimit) return answerLater(ctx, row, error, examined);
    await recordFailure(ctx, row.id, error, examined);
    return answerOf((await selectIncomingMail(ctx.db, row.id)) ?? row, examined);
  }
}

/** What would become of a mail: the same reading and the same decision, and nothing is changed. Administrators only. */
export async function dryRunMail(given: Ctx, input: ReceivedMail & { raw: Uint8Array }): Promise<NamedAnswer> {
  requireAdministrator(given.actor);
  const ctx: Ctx = { ...given, actor: systemActor };
  if (input.raw.length === 0)
    throw new AppError('malformed', 'The mail is empty. Send the raw message (message/rfc822).');
  const server = await loadServerFacts(ctx, input.incomingServerId ?? null);
  const envelopeFrom = input.envelopeFrom ?? null;
  const raw = wholeMail(input.raw);
  const seen = await examineMail(raw, { envelopeFrom });
  const { trustedAuthserv } = server;
  const authentication = await authenticateSender(ctx, { raw, mail: seen.mail, client: null, trustedAuthserv });
  const examined = { ...seen, authentication };
  const holder = await selectKeyHolder(ctx.db, mailKeys(examined.mail, raw), null);
  const own = holder === null ? await selectOwnMail(ctx.db, mailIds(examined.mail)) : null;
  const { facts } = await loadRouteFacts(ctx, examined, {
    envelopeTo: input.envelopeTo ?? null,
    mailboxAddress: server.address,
    fallbackModel: server.model,
  });
  const duplicateOf = holder ?? (own ? 0 : null);
  const { outcome, reason, routes, trace, answers } = routeMail({ ...facts, duplicateOf });
  const records = routes.map((route) => ({
    outcome: route.outcome,
    model: route.model,
    recordId: route.recordId,
    messageId: null,
    aliasId: route.aliasId,
    reason: route.reason,
  }));
  const worded = await wordAnswers(ctx, examined.mail, answers);
  const answer = { id: null, outcome, reason, routes: records, trace, answers: worded, parsed: parsedView(examined) };
  return nameAnswer(given, answer);
}

/** One mail gets one answer at most: the first, as when it is really processed. */
async function wordAnswers(ctx: Ctx, mail: ParsedMail, [answer]: Answer[]): Promise<ComposedAnswer[]> {
  if (!answer) return [];
  return [{ kind: answer.kind, to: answer.to, ...(await wordAnswer(ctx, mail, answer)) }];
}

function answerOf(row: StoredMail, examined: Examined | null): GatewayAnswer {
  return {
    id: row.id,
    outcome: row.outcome ?? 'failed',
    reason: row.reason ?? '',
    routes: row.routes,
    trace: row.trace,
    parsed: examined && parsedView(examined),
  };
}

/** The database was too busy, or away: the mail stays unprocessed and the scheduled action takes it up. */
function answerLater(ctx: Ctx, row: StoredMail, error: unknown, examined: Examined | null): GatewayAnswer {
  ctx.log.warn({ err: error, incomingMailId: row.id }, 'an incoming mail is tried again');
  const reason = 'The database could not take it just now. The mail is kept and tried again within a minute.';
  return { ...answerOf(row, examined), reason };
}
