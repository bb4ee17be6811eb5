import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { describeParameter } from './describe-parameter.ts';
import type { ParameterItem } from './parameter-schema.ts';
import { definitionOf } from './registry.ts';
import { loadFirstAliasDomain, loadStoredParameters } from './store.ts';

/**
 * One parameter with its type, default and documentation.
 * @throws AppError `not_found` for a key that is neither known nor set
 */
export async function showParameter(ctx: Ctx, key: string): Promise<ParameterItem> {
  requireAdministrator(ctx.actor);
  const facts = { stored: await loadStoredParameters(ctx.db), domain: await loadFirstAliasDomain(ctx.db) };
  if (definitionOf(key) === null && !facts.stored.some((row) => row.key === key)) {
    throw new AppError('not_found', `There is no parameter "${key.slice(0, 100)}".`);
  }
  return describeParameter(key, facts, ctx.env);
}
