import type { FilterDef, ListParams } from './list-types.ts';
import { filterKeys } from './use-list-state.ts';

/** The filters that narrow the list now. */
export function activeFilters(filters: readonly FilterDef[], params: ListParams): FilterDef[] {
  return filters.filter((filter) => filterKeys(filter).some((key) => params.filters[key]));
}

/** The chosen values of a filter in words: "Failed, Bounced", "from 2026-11-01", "from 7 to 12". */
export function filterWords(filter: FilterDef, params: ListParams): string {
  if (filter.kind === 'date' || filter.kind === 'range') {
    const digits = filter.kind === 'date' ? 10 : undefined;
    const [from, to] = filterKeys(filter).map((key) => params.filters[key]?.slice(0, digits));
    if (filter.kind === 'range' && from && from === to) return from;
    return [from ? `from ${from}` : '', to ? `to ${to}` : ''].filter(Boolean).join(' ');
  }
  const value = params.filters[filter.key] ?? '';
  if (filter.kind === 'text') return value;
  return value
    .split(',')
    .filter(Boolean)
    .map((one) => filter.options.find((option) => option.value === one)?.label ?? one)
    .join(', ');
}
