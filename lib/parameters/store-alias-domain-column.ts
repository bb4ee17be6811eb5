import { AppError, invalidField } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { isUniqueViolation } from '#lib/db/postgres-errors.ts';
import type { ParameterDefinition } from './registry.ts';
import {
  countAliases,
  type FirstAliasDomain,
  insertAliasDomain,
  loadFirstAliasDomain,
  loadParameterText,
  removeAliasDomain,
  removeParameters,
  updateAliasDomain,
  upsertParameter,
} from './store.ts';

type Column = NonNullable<ParameterDefinition<unknown>['aliasDomainColumn']>;

const keyOf = {
  name: 'mail.catchall.domain',
  catchall: 'mail.catchall.alias',
  bounce: 'mail.bounce.alias',
  defaultFrom: 'mail.default.from',
} as const;

/**
 * Writes one of the four `mail.*` parameters to the first alias domain. Setting the domain makes the row; until then
 * the other three are kept aside. An empty domain takes the row away again.
 * @returns the text before
 */
export async function storeAliasDomainColumn(
  ctx: Ctx,
  column: Column,
  key: string,
  text: string,
): Promise<string | null> {
  const row = await loadFirstAliasDomain(ctx.db, true);
  if (row && column === 'name' && text === '') return dropDomain(ctx, row);
  if (row) return changeColumn(ctx, row, column, text);
  if (column === 'name') {
    if (text !== '') await makeDomain(ctx, text);
    return null;
  }
  const before = await loadParameterText(ctx.db, key);
  await upsertParameter(ctx.db, { key, value: text, updatedBy: ctx.actor.userId, updatedAt: ctx.now() });
  return before;
}

async function changeColumn(ctx: Ctx, row: FirstAliasDomain, column: Column, text: string): Promise<string> {
  if (column === 'catchall' || column === 'bounce') await requireFreeLocalPart(ctx, row, column, text);
  try {
    await updateAliasDomain(ctx.db, row.id, { [column]: text, updatedAt: ctx.now() });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError('conflict', 'Another email domain has this address already. Choose another one.', {
      cause: error,
    });
  }
  return row[column];
}

async function requireFreeLocalPart(
  ctx: Ctx,
  row: FirstAliasDomain,
  column: 'catchall' | 'bounce',
  text: string,
): Promise<void> {
  const other = column === 'catchall' ? row.bounce : row.catchall;
  if (text === other) throw invalidField('value', 'Catchall and bounce must be two different addresses.');
  if ((await countAliases(ctx.db, row.id, text)) === 0) return;
  throw invalidField('value', `${text}@${row.name} is an alias already. Choose another word or change that alias.`);
}

async function makeDomain(ctx: Ctx, name: string): Promise<void> {
  const kept = async (column: Exclude<Column, 'name'>) => (await loadParameterText(ctx.db, keyOf[column])) ?? undefined;
  await insertAliasDomain(ctx.db, {
    name,
    catchall: await kept('catchall'),
    bounce: await kept('bounce'),
    defaultFrom: await kept('defaultFrom'),
  });
  await removeParameters(ctx.db, Object.values(keyOf));
}

async function dropDomain(ctx: Ctx, row: FirstAliasDomain): Promise<string> {
  const used = await countAliases(ctx.db, row.id);
  if (used > 0) {
    const words = used === 1 ? '1 alias stands' : `${used} aliases stand`;
    throw new AppError('in_use', `${words} on ${row.name}. Delete or move them first, or change the domain instead.`);
  }
  await removeAliasDomain(ctx.db, row.id);
  return row.name;
}
