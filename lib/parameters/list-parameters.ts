import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { ListFilter, ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import { describeParameter } from './describe-parameter.ts';
import type { ParameterItem } from './parameter-schema.ts';
import { parameterKeys } from './registry.ts';
import { loadFirstAliasDomain, loadStoredParameters } from './store.ts';

/** The known parameters and those of one's own, in one list. There are dozens, so it is put together in memory. */
export async function listParameters(ctx: Ctx, query: ListQuery): Promise<ListPage<ParameterItem>> {
  requireAdministrator(ctx.actor);
  const facts = { stored: await loadStoredParameters(ctx.db), domain: await loadFirstAliasDomain(ctx.db) };
  const keys = [...new Set([...parameterKeys, ...facts.stored.map(({ key }) => key)])].sort();
  const found = (query.sort.descending ? keys.reverse() : keys)
    .map((key) => describeParameter(key, facts, ctx.env))
    .filter((item) => matchesWords(item, query.q) && query.filters.every((filter) => matchesFilter(item, filter)));
  const start = query.cursor ? readCursor(query.cursor) : (query.offset ?? 0);
  const end = start + query.limit;
  return {
    items: found.slice(start, end),
    total: found.length,
    totalEstimated: false,
    nextCursor: end < found.length ? String(end) : null,
  };
}

function matchesWords(item: ParameterItem, q: string | undefined): boolean {
  const text = `${item.key} ${item.value ?? ''} ${item.doc ?? ''}`.toLowerCase();
  return (q ?? '')
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function matchesFilter(item: ParameterItem, { field, operator, values }: ListFilter): boolean {
  if (operator !== 'in') throw new AppError('malformed', `The filter ${field} knows no ranges.`);
  return values.includes(String(item[field as keyof ParameterItem]));
}

function readCursor(cursor: string): number {
  if (/^\d{1,6}$/.test(cursor)) return Number(cursor);
  throw new AppError('invalid', 'The cursor is not one this list gave out. Start again without it.');
}
