'use client';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { Checkbox } from '../ui/checkbox.tsx';
import { cn } from '../ui/cn.ts';
import { hiddenWhere } from './column-room.ts';
import { pinned, pinnedFirst, tickCell } from './data-row.tsx';
import type { Column } from './list-types.ts';

export interface DataHeadProps<Row> {
  columns: readonly Column<Row>[];
  sort: string | null;
  onSort: (field: string) => void;
  selectable: boolean;
  pageSelected: boolean | 'indeterminate';
  onSelectPage: () => void;
  hasActions: boolean;
  /** Whether narrow lists scroll sideways: the head can stick to the top bar in wide ones only then. */
  scrolls: boolean;
}

/** The head of a `DataTable`: sticks under the top bar, sorts by click. */
export function DataHead<Row>(props: DataHeadProps<Row>) {
  const { columns, sort, onSort, selectable, pageSelected, onSelectPage, hasActions, scrolls } = props;
  return (
    <thead className={scrolls ? '@6xl/list:sticky @6xl/list:top-13 @6xl/list:z-10' : 'lg:sticky lg:top-13 lg:z-10'}>
      <tr className="h-9 border-b bg-canvas">
        {selectable ? (
          <th scope="col" className={cn(pinned, tickCell)}>
            <Checkbox
              checked={pageSelected}
              onCheckedChange={onSelectPage}
              aria-label="Select all rows of this page"
              className="align-middle"
            />
          </th>
        ) : null}
        {columns.map((column, index) => (
          <th
            key={column.id}
            scope="col"
            aria-sort={sortWord(column.sort, sort)}
            style={{ width: column.width }}
            className={cn(
              'whitespace-nowrap px-2 font-medium text-muted-foreground text-xs last:pr-4 sm:px-3 sm:last:pr-6',
              index === 0 && cn(pinned, pinnedFirst(selectable), 'min-w-40 sm:min-w-44'),
              column.align === 'right' ? 'text-right' : 'text-left',
              hiddenWhere(column),
            )}
          >
            {column.sort ? (
              <SortButton column={column} field={column.sort} sort={sort} onSort={onSort} />
            ) : (
              column.header
            )}
          </th>
        ))}
        {hasActions ? (
          <th scope="col" className="w-3 pointer-coarse:w-24">
            <span className="sr-only">Actions</span>
          </th>
        ) : null}
      </tr>
    </thead>
  );
}

interface SortButtonProps {
  column: { header: string; align?: 'left' | 'right' };
  field: string;
  sort: string | null;
  onSort: (field: string) => void;
}

function SortButton({ column, field, sort, onSort }: SortButtonProps) {
  const state = sortWord(field, sort);
  const Arrow = state === 'descending' ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      onClick={() => onSort(field)}
      className={cn(
        'group/sort -mx-1.5 inline-flex h-7 items-center gap-1 rounded-md px-1.5 hover:bg-accent hover:text-foreground',
        state !== 'none' && 'text-foreground',
        column.align === 'right' && 'flex-row-reverse',
      )}
    >
      {column.header}
      <Arrow
        aria-hidden
        className={cn(
          'size-3.5',
          state === 'none' && 'opacity-0 group-hover/sort:opacity-60 group-focus-visible/sort:opacity-60',
        )}
      />
    </button>
  );
}

function sortWord(field: string | undefined, sort: string | null): 'ascending' | 'descending' | 'none' | undefined {
  if (!field) return undefined;
  if (sort === field) return 'ascending';
  return sort === `-${field}` ? 'descending' : 'none';
}
