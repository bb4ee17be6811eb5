import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError, type FieldError, invalidField } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { modelOf } from '#lib/documents/registry.ts';
import {
  type AliasItem,
  type CreateAliasInput,
  createAliasSchema,
  type UpdateAliasInput,
  updateAliasSchema,
} from './alias-schema.ts';
import { loadAliasDomain } from './load-alias-domain.ts';
import { lockAliases, selectAlias, selectAliasDomain, selectAliasDomainsNamed } from './store.ts';
import { writeAlias } from './write-alias.ts';

/**
 * Creates an alias, or with `id` changes the fields given. Administrators only.
 * @throws AppError `not_found`, `conflict` when the address is taken, `invalid`
 */
export async function saveAlias(
  ctx: Ctx,
  input: (CreateAliasInput & { id?: undefined }) | (UpdateAliasInput & { id: number }),
): Promise<AliasItem> {
  requireAdministrator(ctx.actor);
  const { id, ...given } = input;
  const { domain, ...values } = parseInput(id === undefined ? createAliasSchema : updateAliasSchema, given);
  return inTransaction(ctx, async (tx) => {
    await lockAliases(tx.db);
    const before = id === undefined ? null : await selectAlias(tx.db, id);
    if (id !== undefined && !before) throw new AppError('not_found', `There is no alias ${id}.`);
    const after = { ...(before ? storedValues(before) : {}), ...values };
    const companyId = await companyOf(tx, after);
    const aliasDomainId = await domainId(tx, domain, values.aliasDomainId, before, companyId);
    const model = after.model ?? '';
    if (!modelOf(model).createFromMail && after.recordId == null) {
      throw invalidField('model', `Mails cannot create a ${modelOf(model).label}. Choose another model.`);
    }
    if (values.defaults !== undefined || values.model !== undefined) checkDefaults(model, after.defaults ?? {});
    return writeAlias(tx, before, { ...after, model, aliasDomainId }, companyId);
  });
}

/**
 * What cannot be a value of the document is refused here, not when the first mail comes.
 * @throws AppError `invalid` with one entry a faulty value, under `defaults.<field>`
 */
function checkDefaults(model: string, defaults: Record<string, unknown>): void {
  const { updateSchema, label } = modelOf(model);
  const issues = updateSchema.safeParse(defaults).error?.issues ?? [];
  const faulty = new Set(issues.map(({ path }) => String(path[0])));
  const rest = Object.entries(defaults).filter(([name]) => !faulty.has(name));
  // The schema leaves out what it does not know.
  const known = Object(updateSchema.safeParse(Object.fromEntries(rest)).data);
  const errors: FieldError[] = [
    ...issues.map(({ path, message }) => ({
      path: ['defaults', ...path].join('.'),
      message: `"${path.join('.')}" does not fit a ${label}: ${message}`,
    })),
    ...rest
      .filter(([name]) => !(name in known))
      .map(([name]) => ({ path: `defaults.${name}`, message: `A ${label} has no field "${name}".` })),
  ];
  if (errors.length === 0) return;
  throw new AppError('invalid', errors.map(({ message }) => message).join(' '), { details: { errors } });
}

function storedValues(before: AliasItem): Omit<CreateAliasInput, 'domain'> {
  const { id: _id, domain: _domain, email: _email, ownerName: _owner, status: _status, ...values } = before;
  const { createdAt: _createdAt, updatedAt: _updatedAt, ...rest } = values;
  return rest as Omit<CreateAliasInput, 'domain'>;
}

/** The company of the record that owns the alias, or that its mails go to. */
async function companyOf(ctx: Ctx, after: Partial<CreateAliasInput>): Promise<number | null> {
  let companyId: number | null = null;
  const records = [
    { path: 'recordId', model: after.model, id: after.recordId },
    { path: 'ownerId', model: after.ownerModel, id: after.ownerId },
  ];
  for (const { path, model, id } of records) {
    if (!model || !id) continue;
    const facts = await modelOf(model).recordFacts(ctx, id);
    if (!facts.exists) throw invalidField(path, `There is no ${modelOf(model).label} ${id}.`);
    companyId = facts.companyId;
  }
  return companyId;
}

async function domainId(
  ctx: Ctx,
  name: string | null | undefined,
  id: number | null | undefined,
  before: AliasItem | null,
  companyId: number | null,
): Promise<number | null> {
  if (name === null || id === null) return null;
  if (id !== undefined) {
    if (await selectAliasDomain(ctx.db, id)) return id;
    throw invalidField('aliasDomainId', `There is no alias domain ${id}.`);
  }
  if (name !== undefined) {
    const [found] = await selectAliasDomainsNamed(ctx.db, name);
    if (found) return found.id;
    throw invalidField('domain', `"${name}" is not one of your email domains. Add it under Alias domains first.`);
  }
  if (before) return before.aliasDomainId;
  return (await loadAliasDomain(ctx, companyId ?? ctx.actor.companyIds[0] ?? null))?.id ?? null;
}
