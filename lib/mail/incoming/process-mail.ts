import { openAlert } from '#lib/alerts/open-alert.ts';
import type { TraceLine } from '#lib/core/trace.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { noteAliasStatus } from '#lib/mail/aliases/note-alias-status.ts';
import { formatAddress, normaliseAddress, parseAddressList } from '#lib/mail/message/address.ts';
import { claimMail } from './keep/claim-mail.ts';
import { mailIds, mailKeys } from './keep/mail-keys.ts';
import type { RawMail } from './keep/open-mail.ts';
import { type MailResult, type StoredMail, selectIncomingMail, writeResult } from './keep/store.ts';
import { speaksOfDelay } from './qualify/speaks-of-delay.ts';
import type { Route, RouteDecision } from './route/decision.ts';
import { countAliasMail } from './route/load-alias-count.ts';
import { loadRouteFacts } from './route/load-facts.ts';
import { routeMail } from './route/route-mail.ts';
import { type Delivered, deliverRoute } from './thread/deliver-route.ts';
import { recordBounces } from './thread/record-bounces.ts';
import { sendAnswers } from './thread/send-answers.ts';
import { resetBounces } from './thread/store.ts';
import type { Examined } from './trace/gateway-answer.ts';

/** Of the incoming server a mail came by; defaults where it came another way. */
export interface ServerFacts {
  address: string | null;
  model: string | null;
  keepOriginal: boolean;
  keepAttachments: boolean;
  trustedAuthserv: string | null;
}

/** The alias a failing route belonged to, told beside the failure. */
export class RouteFailure extends Error {
  readonly aliasId: number | null;

  constructor(cause: unknown, aliasId: number | null) {
    super('a route failed', { cause });
    this.aliasId = aliasId;
  }
}

/**
 * Everything that changes because of one mail, in one transaction: de-duplicate, route, thread, answer, record. A row
 * that has its outcome already is left as it is.
 * @returns the row as it stands afterwards
 */
export function processMail(
  ctx: Ctx,
  row: StoredMail,
  raw: RawMail,
  examined: Examined,
  server: ServerFacts,
): Promise<StoredMail | null> {
  const { id } = row;
  return inTransaction(ctx, async (tx) => {
    const source = { envelopeTo: row.envelopeTo, mailboxAddress: server.address, fallbackModel: server.model };
    // They leave together, and the database reads when it has the claim: what another copy of the mail did is seen.
    const [{ isOpen, holder, own }, loaded] = await Promise.all([
      claimMail(tx.db, id, mailKeys(examined.mail, raw), mailIds(examined.mail)),
      loadRouteFacts(tx, examined, source),
    ]);
    if (!isOpen) return selectIncomingMail(tx.db, id);
    const twin = twinOf(id, holder, own);
    const decision = routeMail({ ...loaded.facts, duplicateOf: twin?.number ?? null });
    const delivered: Delivered = {
      row,
      raw,
      mail: examined.mail,
      author: loaded.author,
      envelopeTo: parseAddressList(row.envelopeTo),
      isOwn: loaded.isOwn,
      records: loaded.records,
      keepOriginal: server.keepOriginal,
      keepAttachments: server.keepAttachments,
    };
    const { deliveryId } = loaded.facts.tokens;
    const judged = { examined, decision, deliveryId, hasBounces: loaded.hasBounces };
    const done = await carryOut(tx, delivered, judged);
    const reason = twin && decision.outcome === 'duplicate' ? twin.reason : done.reason;
    const { authentication } = examined;
    const result = { ...done, reason, authentication, ...headline(examined) };
    await publishEvent(tx.db, { topic: 'incoming-mails' });
    await writeResult(tx.db, id, result, tx.now());
    return { ...row, ...result };
  });
}

/** Another copy of this mail: one received before, or one of ours that came back. */
function twinOf(id: number, holder: number | null, own: string | null) {
  if (holder !== null) return { number: holder, reason: `The same mail was received before, as number ${holder}.` };
  return own === null ? null : { number: id, reason: `This is a mail of ours that came back (${own}).` };
}

interface Judged {
  examined: Examined;
  decision: RouteDecision;
  /** The delivery that the bounce address named. */
  deliveryId: number | null;
  hasBounces: boolean;
}

async function carryOut(
  ctx: Ctx,
  delivered: Delivered,
  { examined, decision, deliveryId, hasBounces }: Judged,
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
