import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError, invalidField } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import {
  type AliasDomainItem,
  type CreateAliasDomainInput,
  createAliasDomainSchema,
  type UpdateAliasDomainInput,
  updateAliasDomainSchema,
} from './alias-domain-schema.ts';
import {
  assignAliasDomain,
  countAliasDomains,
  insertAliasDomain,
  lockAliases,
  selectAliasDomain,
  selectAliasDomainsNamed,
  selectAliasNamed,
  updateAliasDomain,
} from './store.ts';
import { holderOf } from './write-alias.ts';

/**
 * Creates an alias domain, or with `id` changes the fields given. The first one ever goes to every company and alias.
 * Administrators only.
 * @throws AppError `not_found`, `conflict` when catchall or bounce are taken, `invalid`
 */
export async function saveAliasDomain(
  ctx: Ctx,
  input: (CreateAliasDomainInput & { id?: undefined }) | (UpdateAliasDomainInput & { id: number }),
): Promise<AliasDomainItem> {
  requireAdministrator(ctx.actor);
  const { id: given, ...fields } = input;
  const values = parseInput(given === undefined ? createAliasDomainSchema : updateAliasDomainSchema, fields);
  return inTransaction(ctx, async (tx) => {
    await lockAliases(tx.db);
    const before = given === undefined ? null : await selectAliasDomain(tx.db, given);
    if (given !== undefined && !before) throw new AppError('not_found', `There is no alias domain ${given}.`);
    const wanted = { ...(before as CreateAliasDomainInput | null), ...values } as Required<CreateAliasDomainInput>;
    await checkAddresses(tx, wanted, before?.id ?? null);
    const id = before?.id ?? (await create(tx, wanted));
    if (before) await updateAliasDomain(tx.db, id, values);
    const after = await selectAliasDomain(tx.db, id);
    if (!after) throw new Error('the alias domain vanished while it was saved');
    await recordAudit(tx, {
      action: before ? 'alias-domain.update' : 'alias-domain.create',
      targetType: 'alias-domain',
      targetId: id,
      before: before ? { ...before } : undefined,
      after: { ...after },
    });
    return after;
  });
}

async function create(ctx: Ctx, values: Required<CreateAliasDomainInput>): Promise<number> {
  const isFirst = (await countAliasDomains(ctx.db)) === 0;
  const id = await insertAliasDomain(ctx.db, values);
  if (isFirst) await assignAliasDomain(ctx.db, id);
  return id;
}

async function checkAddresses(ctx: Ctx, wanted: Required<CreateAliasDomainInput>, id: number | null): Promise<void> {
  const { name, bounce, catchall } = wanted;
  if (bounce === catchall) throw invalidField('bounce', 'Replies and bounces need different addresses.');
  for (const other of await selectAliasDomainsNamed(ctx.db, name)) {
    if (other.id === id) continue;
    const taken = [other.bounce, other.catchall].find((address) => address === bounce || address === catchall);
    if (taken) throw addressTaken(taken, name, 'is already used by another entry of this domain', bounce);
  }
  const alias = await selectAliasNamed(ctx.db, name, [bounce, catchall]);
  if (alias) throw addressTaken(alias.localPart ?? '', name, `belongs to ${holderOf(alias)}`, bounce);
}

function addressTaken(localPart: string, domain: string, why: string, bounce: string): AppError {
  const message = `${localPart}@${domain} ${why}. Choose another name.`;
  const path = localPart === bounce ? 'bounce' : 'catchall';
  return new AppError('conflict', message, { details: { errors: [{ path, message }] } });
}
