import { z } from 'zod';
import { requireSignedIn } from '#lib/auth/permissions.ts';
import { contactPolicies, documentModels } from '#lib/core/enumerations.ts';
import { AppError } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { type AliasItem, aliasLocalPart } from './alias-schema.ts';
import { loadAliasDomain } from './load-alias-domain.ts';
import { type AliasValues, lockAliases, selectOwnerAlias } from './store.ts';
import { writeAlias } from './write-alias.ts';

const schema = z.object({
  ownerModel: z.enum(documentModels),
  ownerId: z.int().positive(),
  /** Of the owner: its domain is the alias' domain. */
  companyId: z.int().positive().nullish(),
  localPart: aliasLocalPart.optional(),
  contactPolicy: z.enum(contactPolicies).optional(),
  model: z.enum(documentModels),
  defaults: z.record(z.string(), z.unknown()).optional(),
});

export type OwnerAliasInput = z.input<typeof schema>;

/**
 * The address line of an owner's form (sales team ...): the first name given creates its alias, an empty one keeps the
 * row without address. Fields left out stay as they are. The caller has checked that the actor may change the owner.
 * @returns null while the owner has no alias
 * @throws AppError `conflict` when the address is taken, `forbidden` when another model is asked for by anybody but an administrator
 */
export async function setOwnerAlias(ctx: Ctx, input: OwnerAliasInput): Promise<AliasItem | null> {
  requireSignedIn(ctx.actor);
  const { companyId = null, ...asked } = parseInput(schema, input);
  return inTransaction(ctx, async (tx) => {
    await lockAliases(tx.db);
    const before = await selectOwnerAlias(tx.db, asked.ownerModel, asked.ownerId);
    if (!before && !asked.localPart) return null;
    if (before && before.model !== asked.model && tx.actor.role !== 'administrator') {
      throw new AppError('forbidden', 'Only an administrator may change what mails to this address create.');
    }
    const aliasDomainId = before?.aliasDomainId ?? (await loadAliasDomain(tx, companyId))?.id ?? null;
    const kept: AliasValues = before ? { localPart: before.localPart } : {};
    const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
    return writeAlias(tx, before, { ...kept, ...given, model: asked.model, aliasDomainId }, companyId);
  });
}
