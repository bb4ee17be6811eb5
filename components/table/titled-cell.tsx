import type { ReactNode } from 'react';
import { cn } from '../ui/cn.ts';

interface TitledCellProps {
  children: ReactNode;
  /** What another column says, for where that column is left out. */
  note: ReactNode;
  /** As the other column is hidden: `hideOnPhone` or `hideOnNarrow`. */
  where: 'phone' | 'narrow';
}

/** The first cell of a row, with what a hidden column would have said under it. */
export function TitledCell({ children, note, where }: TitledCellProps) {
  return (
    <span className={cn('block', where === 'phone' ? 'max-sm:py-1.5' : '@max-6xl/list:py-1.5')}>
      <span dir="auto" className="block truncate">
        {children}
      </span>
      <span
        dir="auto"
        className={cn(
          'block truncate font-normal text-muted-foreground',
          where === 'phone' ? 'sm:hidden' : '@6xl/list:hidden',
        )}
      >
        {note}
      </span>
    </span>
  );
}
