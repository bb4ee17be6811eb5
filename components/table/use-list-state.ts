'use client';
import { debounce, parseAsInteger, parseAsString, useQueryStates } from 'nuqs';
import { useMemo, useRef } from 'react';
import type { FilterDef, ListParams } from './list-types.ts';

/** Changes of the list's state; each but `turn` goes back to the first page. */
export interface ListControls {
  search: (text: string) => void;
  sortBy: (field: string) => void;
  setFilter: (key: string, value: string | null) => void;
  setFilters: (values: Record<string, string | null>) => void;
  groupBy: (key: string | null) => void;
  clear: () => void;
  turn: (direction: 1 | -1, page: { nextCursor: string | null; prevCursor?: string | null }) => void;
}

const firstPage = { cursor: null, page: null };

/**
 * The list's state in the URL (`q`, `sort`, `cursor`, `page`, `group`, one parameter a filter), so that a link shows the same list.
 * Cursors of pages already seen are kept, so that "previous" works where the server names none.
 */
export function useListState(filters: readonly FilterDef[], limit: number) {
  const keys = useMemo(() => filters.flatMap(filterKeys), [filters]);
  const parsers = useMemo(() => {
    const each = Object.fromEntries(keys.map((key) => [key, parseAsString]));
    return {
      ...each,
      q: parseAsString,
      sort: parseAsString,
      cursor: parseAsString,
      group: parseAsString,
      page: parseAsInteger,
    };
  }, [keys]);
  const [state, setState] = useQueryStates(parsers, { history: 'replace' });
  const page = Math.max(1, state.page ?? 1);
  const seen = useRef(new Map<number, string | null>([[1, null]]));
  seen.current.set(page, state.cursor);

  const params = useMemo<ListParams>(() => {
    const values = state as Record<string, string | number | null>;
    const active = keys.filter((key) => values[key]).map((key) => [key, String(values[key])]);
    const { q, sort, cursor, group } = state;
    return { q: q?.trim() ?? '', sort, cursor, group, filters: Object.fromEntries(active), limit };
  }, [state, keys, limit]);

  const change = (values: Record<string, string | null>, options?: Parameters<typeof setState>[1]) => {
    seen.current = new Map([[1, null]]);
    void setState({ ...values, ...firstPage } as Parameters<typeof setState>[0], options);
  };
  const controls: ListControls = {
    search: (text) => change({ q: text || null }, { limitUrlUpdates: text ? debounce(150) : undefined }),
    sortBy: (field) => change({ sort: nextSort(state.sort, field) }),
    setFilter: (key, value) => change({ [key]: value || null }),
    setFilters: (values) => change(values),
    groupBy: (key) => change({ group: key }),
    clear: () => change({ q: null, ...Object.fromEntries(keys.map((key) => [key, null])) }),
    turn: (direction, { nextCursor, prevCursor }) => {
      const to = page + direction;
      const cursor = direction === 1 ? nextCursor : (seen.current.get(to) ?? prevCursor ?? null);
      const known = cursor !== null && to > 1;
      void setState({ cursor, page: known ? to : null }, { history: 'push' });
    },
  };
  return { params, page, controls };
}

/** The URL parameters of a filter: two for a range of dates or numbers. */
export function filterKeys(filter: FilterDef): string[] {
  return filter.kind === 'date' || filter.kind === 'range'
    ? [`${filter.key}__gte`, `${filter.key}__lte`]
    : [filter.key];
}

/** Ascending, descending, then the server's own order. */
function nextSort(sort: string | null, field: string): string | null {
  if (sort === field) return `-${field}`;
  return sort === `-${field}` ? null : field;
}
