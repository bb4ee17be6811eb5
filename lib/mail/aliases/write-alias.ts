import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError, invalidField } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { AliasItem } from './alias-schema.ts';
import {
  type AliasValues,
  insertAlias,
  selectAlias,
  selectAliasDomain,
  selectAliasDomainsNamed,
  selectCompaniesOf,
  selectCompanyDomainId,
  selectNamesake,
  updateAlias,
} from './store.ts';

/** Values after which the alias has to prove itself again. */
const tested = ['contactPolicy', 'defaults', 'model'] as const;

/**
 * Creates an alias (`before` null) or changes one, after every check that does not depend on who asks. Call it in a
 * transaction that holds the alias lock.
 * @param companyId of the owner or target record, null where there is none
 * @throws AppError `conflict` when the address is taken, `invalid` when the domain is another company's
 */
export async function writeAlias(
  ctx: Ctx,
  before: AliasItem | null,
  values: AliasValues & { model: string },
  companyId: number | null,
): Promise<AliasItem> {
  await checkDomain(ctx, values.aliasDomainId ?? null, companyId);
  await checkAddress(ctx, values.localPart ?? null, values.aliasDomainId ?? null, before?.id ?? null);
  const id = before?.id ?? (await insertAlias(ctx.db, { ...values, createdBy: ctx.actor.userId }));
  if (before) await updateAlias(ctx.db, id, { ...values, ...statusAfter(before, values) });
  const after = await selectAlias(ctx.db, id);
  if (!after) throw new Error('the alias vanished while it was saved');
  await recordAudit(ctx, {
    action: before ? 'alias.update' : 'alias.create',
    targetType: 'alias',
    targetId: id,
    before: before ? { ...before } : undefined,
    after: { ...after },
  });
  return after;
}

function statusAfter(before: AliasItem, values: AliasValues): AliasValues {
  const changed = tested.some(
    (name) => values[name] !== undefined && JSON.stringify(values[name]) !== JSON.stringify(before[name]),
  );
  return changed ? { status: 'not_tested' } : {};
}

async function checkAddress(ctx: Ctx, localPart: string | null, domainId: number | null, id: number | null) {
  if (localPart === null) return;
  const namesake = await selectNamesake(ctx.db, localPart, domainId, id);
  if (namesake) throw addressTaken(namesake);
  const domain = domainId === null ? null : await selectAliasDomain(ctx.db, domainId);
  if (!domain) return;
  for (const row of await selectAliasDomainsNamed(ctx.db, domain.name)) {
    const use = localPart === row.bounce ? 'bounce' : localPart === row.catchall ? 'catchall' : null;
    if (!use) continue;
    const message = `${localPart}@${domain.name} is the ${use} address of the domain. Choose another name.`;
    throw new AppError('conflict', message, { details: { errors: [{ path: 'localPart', message }] } });
  }
}

/**
 * Whose address an alias is, in words: "the helpdesk team Europe", "an alias that creates leads". By the names of the
 * models: the registry stands on this file, not the other way round.
 */
export function holderOf({ ownerModel, ownerName, model, recordId }: AliasItem): string {
  if (ownerModel && ownerName) return `the ${ownerModel.replaceAll('_', ' ')} ${ownerName}`;
  const words = model.replaceAll('_', ' ');
  return recordId === null ? `an alias that creates ${words}s` : `an alias of ${words} ${recordId}`;
}

/** The refusal of an address that exists, naming whose it is. */
export function addressTaken(namesake: AliasItem): AppError {
  const message = `${namesake.email} already belongs to ${holderOf(namesake)}. Choose another name.`;
  return new AppError('conflict', message, { details: { errors: [{ path: 'localPart', message }] } });
}

async function checkDomain(ctx: Ctx, domainId: number | null, companyId: number | null): Promise<void> {
  if (domainId === null || companyId === null) return;
  if ((await selectCompanyDomainId(ctx.db, companyId)) === domainId) return;
  const users = await selectCompaniesOf(ctx.db, domainId);
  if (users.length === 0) return;
  const names = users.map((user) => user.name).join(', ');
  throw invalidField('domain', `This domain belongs to ${names}. Choose the domain of the record's own company.`);
}
