'use client';
import {
  createColumnHelper,
  type RowSelectionState,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { type MouseEvent, useEffect, useMemo, useState } from 'react';
import type { ListPage, ListParams, Selection } from './list-types.ts';

const features = tableFeatures({ rowSelectionFeature });
const nothing: readonly never[] = [];

/**
 * The rows of a page and which of them are selected. Ids stay selected while pages turn; another search or filter, which shows
 * other rows, selects nothing. `all` stands for every row the list matches, not only those seen.
 */
export function useRows<Row extends object>(
  page: ListPage<Row> | undefined,
  params: ListParams,
  rowId: (row: Row) => string,
) {
  const [chosen, setChosen] = useState<RowSelectionState>({});
  const [all, setAll] = useState(false);
  const columns = useMemo(() => [createColumnHelper<typeof features, Row>().display({ id: 'row' })], []);
  const table = useTable({
    features,
    columns,
    data: (page?.items ?? nothing) as Row[],
    getRowId: rowId,
    state: { rowSelection: chosen },
    onRowSelectionChange: setChosen,
  });
  const scope = JSON.stringify([params.q, params.filters]);
  const clear = () => {
    setChosen({});
    setAll(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the list shows other rows
  useEffect(clear, [scope]);

  const ids = Object.keys(chosen);
  const total = page?.total ?? 0;
  const selection: Selection = all
    ? { all: true, params: { q: params.q, filters: params.filters }, count: total }
    : { all: false, ids, count: ids.length };
  const onPage = table.getIsAllPageRowsSelected();
  return {
    rows: table.getRowModel().rows.map((row) => ({
      id: row.id,
      data: row.original,
      selected: all || row.getIsSelected(),
      // Taking one row out of "all" leaves what is on this page: the rest was never listed one by one.
      select: (event: MouseEvent) => {
        setAll(false);
        row.getToggleSelectedHandler()({ target: { checked: !row.getIsSelected() }, shiftKey: event.shiftKey });
      },
      toggle: () => {
        setAll(false);
        row.toggleSelected();
      },
    })),
    selection,
    total,
    pageSelected: (all || onPage || (table.getIsSomePageRowsSelected() && 'indeterminate')) as
      | boolean
      | 'indeterminate',
    togglePage: () => {
      setAll(false);
      table.toggleAllPageRowsSelected(!(all || onPage));
    },
    canSelectAll: !all && onPage && total > ids.length,
    selectAll: () => setAll(true),
    clear,
  };
}
