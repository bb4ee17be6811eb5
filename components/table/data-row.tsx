'use client';
import type { MouseEvent, ReactNode } from 'react';
import { Checkbox } from '../ui/checkbox.tsx';
import { cn } from '../ui/cn.ts';
import { Link } from '../ui/link.tsx';
import { hiddenWhere } from './column-room.ts';
import type { Column } from './list-types.ts';

export interface DataRowProps<Row> {
  row: Row;
  columns: readonly Column<Row>[];
  selectable: boolean;
  selected: boolean;
  /** Gets the click, whose shift key asks for a range. */
  onSelect: (event: MouseEvent) => void;
  href?: string;
  onOpen?: () => void;
  actions?: ReactNode;
  className?: string;
}

/** Classes of the cells that stay while the table scrolls sideways on phones. */
export const pinned = 'sticky left-0 z-1 bg-inherit';

/** Classes of the cell of a checkbox; the pinned column beside it starts where it ends. */
export const tickCell = 'w-9 min-w-9 pr-1 pl-4 sm:w-11 sm:min-w-11 sm:pl-6';

/** Where the first column of data is pinned. */
export const pinnedFirst = (selectable: boolean) => (selectable ? 'left-9 sm:left-11' : 'pl-4 sm:pl-6');

/** One row of a `DataTable`. */
export function DataRow<Row>(props: DataRowProps<Row>) {
  const { row, columns, selectable, selected, onSelect, href, onOpen, actions, className } = props;
  const open = (event: MouseEvent) => {
    if (!onOpen || event.button !== 0 || isOwnClick(event)) return;
    onOpen();
  };
  return (
    <tr
      data-row
      tabIndex={-1}
      onClick={open}
      aria-selected={selectable ? selected : undefined}
      className={cn(
        'group relative h-11 scroll-mb-24 border-b bg-background outline-none transition-colors hover:bg-canvas focus-visible:bg-accent focus-visible:shadow-[inset_2px_0_0_var(--ring)] aria-selected:bg-primary-soft',
        onOpen && 'cursor-pointer',
        className,
      )}
    >
      {selectable ? (
        <td className={cn(pinned, tickCell)}>
          <Checkbox
            checked={selected}
            onClick={onSelect}
            aria-label="Select this row"
            className={cn(
              'align-middle transition-opacity',
              !selected && 'pointer-fine:opacity-60 group-hover:opacity-100',
            )}
          />
        </td>
      ) : null}
      {columns.map((column, index) => (
        <DataCell key={column.id} column={column} first={index === 0} selectable={selectable}>
          {index === 0 && href ? (
            <Link href={href} dir="auto" className="block truncate rounded-sm text-left font-medium">
              {column.cell(row)}
            </Link>
          ) : (
            column.cell(row)
          )}
        </DataCell>
      ))}
      {actions ? (
        <td className="relative w-3 whitespace-nowrap pointer-coarse:static pointer-coarse:w-24">
          <span className="inline-flex gap-0.5 rounded-md transition-opacity pointer-fine:absolute pointer-fine:top-1/2 pointer-fine:right-3 pointer-fine:-translate-y-1/2 pointer-fine:border pointer-fine:bg-popover pointer-fine:p-0.5 pointer-fine:opacity-0 group-focus-within:opacity-100 group-hover:opacity-100">
            {actions}
          </span>
        </td>
      ) : null}
    </tr>
  );
}

interface DataCellProps<Row> {
  column: Column<Row>;
  first: boolean;
  selectable: boolean;
  children: ReactNode;
}

function DataCell<Row>({ column, first, selectable, children }: DataCellProps<Row>) {
  return (
    <td
      className={cn(
        'max-w-[42vw] truncate px-2 sm:max-w-0 sm:px-3 last:pr-4 sm:last:pr-6',
        first && cn(pinned, pinnedFirst(selectable), 'min-w-40 sm:min-w-44'),
        column.align === 'right' && 'text-right tabular-nums',
        hiddenWhere(column),
      )}
    >
      {children}
    </td>
  );
}

/** Clicks on controls inside the row, and clicks that end a text selection, do not open it. */
function isOwnClick(event: MouseEvent): boolean {
  if (event.target instanceof Element && event.target.closest('a, button, input, label, [role=menuitem]')) return true;
  if (!event.currentTarget.contains(event.target as Node)) return true;
  return (window.getSelection()?.toString() ?? '') !== '';
}
