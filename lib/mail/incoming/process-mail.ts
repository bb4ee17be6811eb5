import { openAlert } from '#lib/alerts/open-alert.ts';
import { lockThreads } from '#lib/chatter/lock-threads.ts';
import { groupsApart } from '#lib/core/groups-apart.ts';
import { settleAll } from '#lib/core/settle-all.ts';
import type { TraceLine } from '#lib/core/trace.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inSharedTransaction, inTransaction } from '#lib/db/transaction.ts';
import { noteAliasStatus } from '#lib/mail/aliases/note-alias-status.ts';
import { formatAddress, normaliseAddress } from '#lib/mail/message/address.ts';
import { type DecidedMail, decideMail, type ReadyMail } from './decide-mail.ts';
import { type MailResult, type StoredMail, selectIncomingMail, writeResult } from './keep/store.ts';
import { speaksOfDelay } from './qualify/speaks-of-delay.ts';
import type { Route } from './route/decision.ts';
import { countAliasMail } from './route/load-alias-count.ts';
import { loadRouteSettings } from './route/load-facts.ts';
import { deliverRoute } from './thread/deliver-route.ts';
import { recordBounces } from './thread/record-bounces.ts';
import { sendAnswers } from './thread/send-answers.ts';
import { resetBounces } from './thread/store.ts';
import type { Examined } from './trace/gateway-answer.ts';

/** The alias a failing route belonged to, told beside the failure. */
export class RouteFailure extends Error {
  readonly aliasId: number | null;

  constructor(cause: unknown, aliasId: number | null) {
    super('a route failed', { cause });
    this.aliasId = aliasId;
  }
}

/**
 * Everything that changes because of some mails, in one transaction: de-duplicate, route, thread, answer, record. Each
 * fares as if it were alone, at the same time as the others. A row that has its outcome already is left as it is.
 * @param mails that know nothing of each other: see `process-together.ts`
 * @returns the rows as they stand afterwards
 */
export async function processMails(mails: ReadyMail[]): Promise<(StoredMail | null)[]> {
  const [first] = mails;
  if (!first) return [];
  const open = mails.length === 1 ? inTransaction : inSharedTransaction;
  return open(first.ctx, async ({ db }) => {
    const settings = loadRouteSettings({ ...first.ctx, db });
    const decided = await settleAll(mails.map((mail) => decideMail({ ...mail.ctx, db }, mail, settings)));
    await lockThreads({ ...first.ctx, db }, decided.flatMap(recordsOf));
    const rows = new Map<number, StoredMail | null>();
    for (const [place, group] of groupsApart(decided, touchedBy).entries()) {
      const done = group.map(async (one) => {
        const tx = { ...one.mail.ctx, db };
        // What the limit leaves is known when those before it have been counted.
        const isOutdated = place > 0 && limitedBy(one).length > 0;
        rows.set(one.mail.row.id, await finish(tx, isOutdated ? await decideMail(tx, one.mail, settings) : one));
      });
      await settleAll(done);
    }
    return mails.map(({ row }) => rows.get(row.id) ?? null);
  });
}

/** The aliases whose hourly limit has a say in what becomes of a mail. */
function limitedBy({ decision: { routes } }: DecidedMail): string[] {
  return routes.flatMap(({ aliasId, hourlyLimit }) => (hourlyLimit === 'none' ? [] : [`alias:${aliasId}`]));
}

/** The records that are there already and take the mail. */
function recordsOf({ decision: { routes } }: DecidedMail): { model: string; recordId: number }[] {
  return routes.flatMap(({ model, recordId }) => (model !== null && recordId !== null ? [{ model, recordId }] : []));
}

/** What changes because of a mail: its documents, counts of aliases, what is known of whom it names and who is answered. */
function touchedBy(one: DecidedMail): string[] {
  const { mail, isOwn } = one.delivered;
  const named = [...(mail.from ? [mail.from] : []), ...mail.to, ...mail.cc].map(({ address }) => address);
  const people = [...named.filter((address) => !isOwn(address)), ...one.decision.answers.map(({ to }) => to)];
  const records = recordsOf(one).map(({ model, recordId }) => `${model}:${recordId}`);
  return [...records, ...limitedBy(one), ...people.map(normaliseAddress)];
}

async function finish(tx: Ctx, one: DecidedMail): Promise<StoredMail | null> {
  const { row, examined } = one.mail;
  if (!one.isOpen) return selectIncomingMail(tx.db, row.id);
  const done = await carryOut(tx, one);
  const result = { ...done, authentication: examined.authentication, ...headline(examined) };
  await publishEvent(tx.db, { topic: 'incoming-mails' });
  await writeResult(tx.db, row.id, result, tx.now());
  return { ...row, ...result };
}

async function carryOut(
  ctx: Ctx,
  { mail: { examined }, delivered, decision, deliveryId, hasBounces }: DecidedMail,
): Promise<MailResult> {
  const trace: TraceLine[] = [...decision.trace];
  const { bounce, automatic, mail } = examined;
  if (['bounce_processed', 'complaint'].includes(decision.outcome)) {
    const isFromMachine = mail.returnPath === '' && automatic.kind !== 'auto-reply';
    trace.push(...(await recordBounces(ctx, { bounce, deliveryId, isFromMachine, isDelay: speaksOfDelay(mail) })));
  } else if (hasBounces && !['duplicate', 'spam', 'auto_reply'].includes(decision.outcome) && !bounce) {
    await resetBounces(ctx.db, delivered.author.email ?? '');
  }
  const routes = [];
  for (const route of decision.routes) {
    try {
      routes.push(await deliverRoute(ctx, delivered, route));
    } catch (error) {
      throw new RouteFailure(error, route.aliasId);
    }
    if (route.aliasId !== null) {
      await noteAlias(ctx, route.aliasId, route.outcome, route.reason);
      await noteHourlyLimit(ctx, route.aliasId, route);
    }
  }
  const companyId = decision.routes[0]?.companyId ?? null;
  trace.push(...(await sendAnswers(ctx, delivered.mail, decision.answers, companyId)));
  return { outcome: decision.outcome, reason: decision.reason, routes, trace };
}

/** A creation proves an alias; a configuration error is for the administrator to mend. */
async function noteAlias(ctx: Ctx, aliasId: number, outcome: string, reason: string): Promise<void> {
  if (outcome === 'record_created') await noteAliasStatus(ctx, aliasId, 'valid');
  if (outcome !== 'bounced_alias_config') return;
  await noteAliasStatus(ctx, aliasId, 'invalid');
  await openAlert(ctx, {
    kind: 'alias-invalid',
    key: String(aliasId),
    severity: 'warning',
    title: 'An alias cannot take mail',
    detail: `${reason}. Correct the alias; mails to it are answered with "try again later".`,
    link: `/technical/aliases/${aliasId}`,
  });
}

/** Mails that were delivered count; the first one too many tells the administrators. */
async function noteHourlyLimit(ctx: Ctx, aliasId: number, { hourlyLimit, outcome, reason }: Route): Promise<void> {
  if (hourlyLimit === 'counts' && outcome.startsWith('record_')) await countAliasMail(ctx.db, aliasId, ctx.now());
  if (hourlyLimit !== 'reached') return;
  await openAlert(ctx, {
    kind: 'alias-limit',
    key: String(aliasId),
    severity: 'warning',
    title: 'An alias gets more mails than it may take',
    detail: `${sentence(reason)}. Further mails wait in quarantine: raise the limit of the alias, and replay them.`,
    link: `/technical/aliases/${aliasId}`,
  });
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What the list shows of the mail. */
export function headline({ mail }: Examined) {
  const recipients = [...mail.to, ...mail.cc].map((one) => normaliseAddress(one.address));
  return {
    fromAddress: mail.from ? formatAddress(mail.from.name, mail.from.address).slice(0, 1000) : null,
    toAddresses: recipients.join(', ').slice(0, 4000),
    subject: mail.subject.slice(0, 1000),
    messageId: mail.messageId?.slice(0, 1000) ?? null,
  };
}
