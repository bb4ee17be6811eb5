import { openAlert } from '#lib/alerts/open-alert.ts';
import { requireSignedIn } from '#lib/auth/permissions.ts';
import { readBlob } from '#lib/blobs/read-blob.ts';
import { AppError, messageOf } from '#lib/core/errors.ts';
import { type Ctx, systemActor } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { noteAliasStatus } from '#lib/mail/aliases/note-alias-status.ts';
import { loadServerFacts } from './fetch/load-server-facts.ts';
import { keepMail, type ReceivedMail } from './keep/keep-mail.ts';
import { mailIds, mailKeys } from './keep/mail-keys.ts';
import {
  countAttempt,
  type StoredMail,
  selectIncomingMail,
  selectKeyHolder,
  selectOwnMail,
  writeFailure,
} from './keep/store.ts';
import { headline, processMail, RouteFailure } from './process-mail.ts';
import { examineMail } from './qualify/examine-mail.ts';
import { loadRouteFacts } from './route/load-facts.ts';
import { routeMail } from './route/route-mail.ts';
import { type Examined, type GatewayAnswer, parsedView } from './trace/gateway-answer.ts';

export type { ReceivedMail } from './keep/keep-mail.ts';
export type { GatewayAnswer, ParsedView } from './trace/gateway-answer.ts';

/** A mail that ended its process this often is not tried again by itself. */
const attemptLimit = 5;

/**
 * The gateway: every mail, whatever way it came, ends up here. It is stored and committed first, then processed; what
 * goes wrong afterwards is an outcome (`failed`), not an error.
 * @throws AppError `malformed` for an empty mail, `too_large`
 */
export async function receiveMail(ctx: Ctx, input: ReceivedMail): Promise<GatewayAnswer> {
  requireSignedIn(ctx.actor);
  const { id } = await keepMail(ctx, input);
  return processIncomingMail(ctx, id);
}

/**
 * Processes a stored mail, or answers what became of it when somebody has done so. Running it again is harmless.
 * @throws AppError `not_found`
 */
export async function processIncomingMail(given: Ctx, id: number): Promise<GatewayAnswer> {
  const ctx: Ctx = { ...given, actor: systemActor };
  const row = await selectIncomingMail(ctx.db, id);
  if (!row) throw new AppError('not_found', `There is no incoming mail ${id}.`);
  let examined: Examined | null = null;
  try {
    const attempts = await countAttempt(ctx.db, id);
    if (attempts > attemptLimit) throw new AppError('internal', `Its processing was cut off ${attemptLimit} times.`);
    const server = await loadServerFacts(ctx, row.incomingServerId);
    const raw = await readBlob(ctx, row.sha256);
    examined = await examineMail(raw, { envelopeFrom: row.envelopeFrom, trustedAuthserv: server.trustedAuthserv });
    const done = await processMail(ctx, id, raw, examined, server);
    return answerOf(done ?? row, examined);
  } catch (error) {
    await recordFailure(ctx, id, error, examined);
    return answerOf((await selectIncomingMail(ctx.db, id)) ?? row, examined);
  }
}

/** What would become of a mail: the same reading and the same decision, and nothing is changed. */
export async function dryRunMail(given: Ctx, input: ReceivedMail & { raw: Uint8Array }): Promise<GatewayAnswer> {
  requireSignedIn(given.actor);
  const ctx: Ctx = { ...given, actor: systemActor };
  if (input.raw.length === 0)
    throw new AppError('malformed', 'The mail is empty. Send the raw message (message/rfc822).');
  const server = await loadServerFacts(ctx, input.incomingServerId ?? null);
  const envelopeFrom = input.envelopeFrom ?? null;
  const examined = await examineMail(input.raw, { envelopeFrom, trustedAuthserv: server.trustedAuthserv });
  const holder = await selectKeyHolder(ctx.db, mailKeys(examined.mail, input.raw), null);
  const own = holder === null ? await selectOwnMail(ctx.db, mailIds(examined.mail)) : null;
  const { facts } = await loadRouteFacts(ctx, examined, {
    envelopeTo: input.envelopeTo ?? null,
    mailboxAddress: server.address,
    fallbackModel: server.model,
    duplicateOf: holder ?? (own ? 0 : null),
  });
  const { outcome, reason, routes, trace } = routeMail(facts);
  const records = routes.map((route) => ({
    outcome: route.outcome,
    model: route.model,
    recordId: route.recordId,
    messageId: null,
    aliasId: route.aliasId,
    reason: route.reason,
  }));
  return { id: null, outcome, reason, routes: records, trace, parsed: parsedView(examined) };
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

/** The row says what went wrong; the mail is kept and can be replayed. */
async function recordFailure(ctx: Ctx, id: number, error: unknown, examined: Examined | null): Promise<void> {
  const cause = error instanceof RouteFailure ? error.cause : error;
  const aliasId = error instanceof RouteFailure ? error.aliasId : null;
  ctx.log.error({ err: cause, incomingMailId: id }, 'an incoming mail could not be processed');
  const words = cause instanceof AppError ? cause.message : `An internal fault (${messageOf(cause).slice(0, 200)}).`;
  const reason = `${words} The mail is kept; replay it once this is mended.`;
  const trace = [{ rule: 'processing', matched: false, detail: words }];
  await writeFailure(ctx.db, id, { reason, trace, routes: [], ...(examined ? headline(examined) : {}) }, ctx.now());
  if (aliasId !== null) await noteAliasStatus(ctx, aliasId, 'invalid');
  await openAlert(ctx, {
    kind: 'incoming-mail-failed',
    key: String(id),
    severity: 'error',
    title: 'An incoming mail could not be processed',
    detail: reason,
    link: `/technical/incoming-mails/${id}`,
  });
  await publishEvent(ctx.db, { topic: 'incoming-mails' });
}
