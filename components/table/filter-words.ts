import type { FilterDef, ListParams } from './list-types.ts';
import { filterKeys } from './use-list-state.ts';

/** The filters that narrow the list now. */
export function activeFilters(filters: readonly FilterDef[], params: ListParams): FilterDef[] {
  return filters.filter((filter) => filterKeys(filter).some((key) => params.filters[key]));
}

/** The chosen values of a filter in words: "Failed, Bounced", "from 2026-11-01". */
export function filterWords(filter: FilterDef, params: ListParams): string {
  if (filter.kind === 'date') {
    const from = params.filters[`${filter.key}__gte`];
    const to = params.filters[`${filter.key}__lte`];
    return [from ? `from ${from.slice(0, 10)}` : '', to ? `to ${to.slice(0, 10)}` : ''].filter(Boolean).join(' ');
  }
  const value = params.filters[filter.key] ?? '';
  if (filter.kind === 'text') return value;
  return value
    .split(',')
    .filter(Boolean)
    .map((one) => filter.options.find((option) => option.value === one)?.label ?? one)
    .join(', ');
}
