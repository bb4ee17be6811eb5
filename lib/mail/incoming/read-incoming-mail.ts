import { listAuditEvents } from '#lib/audit/list-audit-events.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { readBlob } from '#lib/blobs/read-blob.ts';
import { AppError } from '#lib/core/errors.ts';
import type { ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import { nameRecords } from '#lib/documents/name-records.ts';
import { keptAuthentication } from './authenticate/authenticate-stored-mail.ts';
import { loadServerFacts } from './fetch/load-server-facts.ts';
import type { IncomingMailDetail } from './incoming-mail-schema.ts';
import { wholeMail } from './keep/open-mail.ts';
import { type StoredMail, selectIncomingMail } from './keep/store.ts';
import { examineMail } from './qualify/examine-mail.ts';
import { parsedView } from './trace/gateway-answer.ts';
import { mailHistory } from './trace/mail-history.ts';

/** One stored mail with its decision trace, headers and parts. Administrators only. @throws AppError `not_found` */
export async function readIncomingMail(ctx: Ctx, id: number): Promise<IncomingMailDetail> {
  const row = await requireStoredMail(ctx, id);
  const { trustedAuthserv } = await loadServerFacts(ctx, row.incomingServerId);
  const raw = await readBlob(ctx, row.sha256);
  const seen = await examineMail(wholeMail(raw), { envelopeFrom: row.envelopeFrom });
  const examined = { ...seen, authentication: keptAuthentication(row, seen.mail, trustedAuthserv) };
  const { fromAddress, toAddresses, sourceKey: _sourceKey, authentication: _kept, ...rest } = row;
  const acts = await listAuditEvents(ctx, actsOn(id));
  const history = mailHistory(row, acts.items);
  const nameOf = await nameRecords(ctx, [...row.routes, ...history.flatMap(({ record }) => record ?? [])]);
  return {
    ...rest,
    routes: row.routes.map((route) => ({ ...route, ...nameOf(route) })),
    history: history.map((event) => ({
      ...event,
      record: event.record && { ...event.record, ...nameOf(event.record) },
    })),
    from: fromAddress,
    to: toAddresses,
    headers: examined.mail.headers,
    parsed: parsedView(examined),
  };
}

/** What people did to one mail, oldest first; more than a hundred acts on one mail are no story any more. */
function actsOn(id: number): ListQuery {
  const filters = [
    { field: 'targetType', operator: 'in' as const, values: ['incoming-mail'] },
    { field: 'targetId', operator: 'in' as const, values: [String(id)] },
  ];
  return { limit: 100, sort: { field: 'createdAt', descending: false }, filters };
}

/** The row of a stored mail, for administrators. @throws AppError `not_found` */
export async function requireStoredMail(ctx: Ctx, id: number): Promise<StoredMail> {
  requireAdministrator(ctx.actor);
  const row = await selectIncomingMail(ctx.db, id);
  if (!row) throw new AppError('not_found', `There is no incoming mail ${id}.`);
  return row;
}
