import { cn } from '../ui/cn.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { hiddenWhere } from './column-room.ts';
import type { Column } from './list-types.ts';

interface SkeletonRowsProps<Row> {
  columns: readonly Column<Row>[];
  selectable: boolean;
  hasActions: boolean;
}

const widths = ['w-3/5', 'w-2/5', 'w-1/2', 'w-3/4', 'w-2/3'];

/** Grey rows of the height the real ones will have, while the first page loads. */
export function SkeletonRows<Row>({ columns, selectable, hasActions }: SkeletonRowsProps<Row>) {
  return Array.from({ length: 12 }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: stand-ins without identity
    <tr key={row} className="h-11 border-b">
      {selectable ? <td className="w-10" /> : null}
      {columns.map((column, index) => (
        <td key={column.id} className={cn('px-3', index === 0 && !selectable && 'pl-4 sm:pl-6', hiddenWhere(column))}>
          <Skeleton className={cn('h-3.5', widths[(row + index * 2) % 5], column.align === 'right' && 'ml-auto')} />
        </td>
      ))}
      {hasActions ? <td className="w-0" /> : null}
    </tr>
  ));
}
