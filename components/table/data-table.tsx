'use client';
import { keepPreviousData, type QueryKey, type UseQueryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import { useNavigation } from '../ui/link.tsx';
import { useNumberFormat } from '../ui/number-format.tsx';
import { StateTabs } from '../ui/tabs.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { DataGrid } from './data-grid.tsx';
import { FilterBar } from './filter-bar.tsx';
import { GroupMenu } from './group-menu.tsx';
import { ListNotice } from './list-notice.tsx';
import type { BulkAction, Column, FilterDef, GroupDef, ListPage, ListParams } from './list-types.ts';
import { Pager } from './pager.tsx';
import { SearchBox } from './search-box.tsx';
import { useListState } from './use-list-state.ts';
import { useRowKeys } from './use-row-keys.ts';
import { useRows } from './use-rows.ts';

/** The rows a page holds. */
export type RowOf<Page extends ListPage<object>> = Page['items'][number];

export interface DataTableProps<Page extends ListPage<object>, Key extends QueryKey, Row extends object = RowOf<Page>> {
  /** TanStack `queryOptions` for these parameters; all of them belong into its key. Defined at module level. */
  list: (params: ListParams) => UseQueryOptions<Page, Error, Page, Key>;
  rowId: (row: Row) => string;
  columns: readonly Column<Row>[];
  /** Names the table for screen readers: "Emails". */
  label: string;
  /** Words in counts and notices. */
  noun: { one: string; many: string };
  /** Where a row opens; its first column becomes the link. */
  rowHref?: (row: Row) => string;
  /** Instead of `rowHref`: opens the row without leaving (a drawer). */
  onRowOpen?: (row: Row) => void;
  /** Small buttons at the row's end, shown on hover and focus. */
  rowActions?: (row: Row) => ReactNode;
  rowClassName?: (row: Row) => string | undefined;
  filters?: readonly FilterDef[];
  /** Tabs that set one of the filters: `{ key: 'state', tabs: [{ value: '', label: 'All', count }] }`. */
  tabs?: { key: string; label: string; tabs: readonly { value: string; label: string; count?: ReactNode }[] };
  groups?: readonly GroupDef<Row>[];
  /** Without bulk actions rows have no checkboxes. */
  bulkActions?: readonly BulkAction[];
  /** Shown when nothing exists at all: an `EmptyState` saying what this is, with a button to begin. */
  empty?: ReactNode;
  searchPlaceholder?: string;
  /** Without search box when false. */
  searchable?: boolean;
  /** More controls at the right of the toolbar. */
  toolbar?: ReactNode;
  pageSize?: number;
}

const noFilters: readonly FilterDef[] = [];
/** Rows that are sorted without an index: reading twice as many from all over a table of a million takes 75 to 90 ms. */
const mostSorted = 5000;

/**
 * A list in full width: search, filter chips, sort by header, groups, keyset paging, selection with bulk actions, keyboard.
 * Everything happens on the server and the state is in the URL. Needs a Suspense boundary above (a page's `loading.tsx` is one).
 */
export function DataTable<Page extends ListPage<object>, Key extends QueryKey>(props: DataTableProps<Page, Key>) {
  const { filters = noFilters, tabs, groups = [], bulkActions = [], noun, pageSize = 50, rowHref, onRowOpen } = props;
  const navigation = useNavigation();
  const queries = useQueryClient();
  const format = useNumberFormat();
  const search = useRef<HTMLInputElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);

  const { params, page, controls } = useListState(filters, pageSize);
  const options = props.list(params);
  const query = useQuery({ ...options, placeholderData: keepPreviousData });
  const model = useRows<RowOf<Page>>(query.data, params, props.rowId);

  const open = rowHref ? (row: RowOf<Page>) => navigation.push(rowHref(row)) : onRowOpen;
  const at = (index: number) => model.rows[index];
  useRowKeys({
    body,
    search,
    onToggle: (index) => bulkActions.length > 0 && at(index)?.toggle(),
    onOpen: (index) => {
      const row = at(index);
      if (row) open?.(row.data);
    },
  });
  const done = () => {
    model.clear();
    void queries.invalidateQueries({ queryKey: options.queryKey.slice(0, 1) });
  };
  const tabFilter = tabs ? (params.filters[tabs.key] ?? '') : '';
  return (
    <div className="@container/list flex min-w-0 flex-1 flex-col">
      {tabs ? (
        <StateTabs
          label={tabs.label}
          tabs={tabs.tabs}
          value={tabFilter}
          onValueChange={(value) => controls.setFilter(tabs.key, value)}
          className="px-4 sm:px-6"
        />
      ) : null}
      <div className="flex flex-wrap items-center gap-2 px-4 py-2.5 sm:px-6">
        {props.searchable === false ? null : (
          <SearchBox
            value={params.q}
            onSearch={controls.search}
            placeholder={props.searchPlaceholder ?? `Search ${noun.many}`}
            inputRef={search}
          />
        )}
        <FilterBar filters={filters.filter((filter) => filter.key !== tabs?.key)} params={params} controls={controls} />
        {groups.length > 0 ? <GroupMenu groups={groups} value={params.group} onChange={controls.groupBy} /> : null}
        {props.toolbar}
        <Pager
          page={page}
          limit={pageSize}
          data={query.data}
          onTurn={(step) => query.data && controls.turn(step, query.data)}
        />
      </div>
      <DataGrid
        {...props}
        columns={sortedNow(props.columns, params, query.data)}
        model={model}
        body={body}
        params={params}
        onSort={controls.sortBy}
        selectable={bulkActions.length > 0}
        group={groups.find((group) => group.key === params.group)}
        loading={query.isPending}
        refreshing={query.isFetching && !query.isPending}
        onOpen={open}
      />
      <ListNotice
        query={query}
        params={params}
        page={page}
        filters={filters}
        controls={controls}
        noun={noun}
        empty={props.empty}
      />
      {model.selection.count > 0 ? (
        <BulkBar
          selection={model.selection}
          actions={bulkActions}
          selectAllLabel={model.canSelectAll ? `Select all ${format(model.total)} ${noun.many}` : undefined}
          onSelectAll={model.selectAll}
          onClear={model.clear}
          onDone={done}
        />
      ) : null}
    </div>
  );
}

/** The columns; those that only short lists are sorted by lose their sort in a long one, unless it is sorted so already. */
function sortedNow<Row>(columns: readonly Column<Row>[], { sort }: ListParams, data: ListPage<object> | undefined) {
  if (!data || (data.total <= mostSorted && !data.totalEstimated)) return columns;
  const isSorted = (field: string | undefined) => sort === field || sort === `-${field}`;
  return columns.map(({ sort: field, ...column }) =>
    field && (!column.sortsFew || isSorted(field)) ? { ...column, sort: field } : column,
  );
}
