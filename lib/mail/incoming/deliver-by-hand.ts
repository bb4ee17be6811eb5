import { resolveAlert } from '#lib/alerts/resolve-alert.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { modelOf } from '#lib/documents/registry.ts';
import { loadOwnAddresses } from '#lib/mail/aliases/load-own-addresses.ts';
import { normaliseAddress, parseAddressList } from '#lib/mail/message/address.ts';
import { keptAuthentication } from './authenticate/authenticate-stored-mail.ts';
import { loadServerFacts } from './fetch/load-server-facts.ts';
import { openMail } from './keep/open-mail.ts';
import { lockIncomingMail, writeResult } from './keep/store.ts';
import { headline } from './process-mail.ts';
import { examineMail } from './qualify/examine-mail.ts';
import { requireStoredMail } from './read-incoming-mail.ts';
import type { Route } from './route/decision.ts';
import { deliverRoute } from './thread/deliver-route.ts';
import { identifyAuthor } from './thread/identify-author.ts';
import { parsedView } from './trace/gateway-answer.ts';
import { type NamedAnswer, nameAnswer } from './trace/name-routes.ts';

/**
 * Carries out the route an administrator chose for a mail that went nowhere by itself.
 * @throws AppError `not_found`, `conflict` when the mail stands in a document already
 */
export async function deliverByHand(ctx: Ctx, id: number, action: string, route: Route): Promise<NamedAnswer> {
  const row = await requireStoredMail(ctx, id);
  const server = await loadServerFacts(ctx, row.incomingServerId);
  const raw = await openMail(ctx, row);
  const seen = await examineMail(raw, { envelopeFrom: row.envelopeFrom });
  const examined = { ...seen, authentication: keptAuthentication(row, seen.mail, server.trustedAuthserv) };
  const { keepOriginal, keepAttachments } = server;
  return inTransaction(ctx, async (tx) => {
    const locked = await lockIncomingMail(tx.db, id);
    if (locked?.routes.some((one) => one.messageId !== null)) {
      throw new AppError('conflict', 'This mail stands in a document already. Open it there.');
    }
    const { mail } = examined;
    const author = await identifyAuthor(tx, mail.from);
    const named = [...mail.to, ...mail.cc].map(({ address }) => normaliseAddress(address));
    const own = new Set(await loadOwnAddresses(tx, named));
    const envelopeTo = parseAddressList(row.envelopeTo);
    const delivered = {
      row,
      raw,
      mail,
      author,
      envelopeTo,
      isOwn: (address: string) => own.has(normaliseAddress(address)),
      records: (model: string, recordId: number) => modelOf(model).recordFacts(tx, recordId),
      keepOriginal,
      keepAttachments,
    };
    const record = await deliverRoute(tx, delivered, route);
    const trace = [...(locked?.trace ?? []), { rule: 'by hand', matched: true, detail: route.reason }];
    const result = { outcome: route.outcome, reason: route.reason, routes: [record], trace };
    await writeResult(tx.db, id, { ...result, ...headline(examined) }, tx.now());
    await resolveAlert(tx, 'incoming-mail-failed', String(id));
    const entry = { targetType: 'incoming-mail', targetId: id, before: { outcome: row.outcome }, after: { ...record } };
    await recordAudit(tx, { action: `incoming-mail.${action}`, ...entry });
    await publishEvent(tx.db, { topic: 'incoming-mails' });
    return nameAnswer(tx, { id, ...result, parsed: parsedView(examined) });
  });
}
