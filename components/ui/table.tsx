import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** A plain table inside its own sideways scroll. For lists with search, sort and paging use `DataTable`. */
export function Table({ className, ...props }: ComponentProps<'table'>) {
  return (
    <div className="w-full overflow-x-auto">
      <table className={cn('w-full border-collapse text-left text-sm', className)} {...props} />
    </div>
  );
}

export function TableHead(props: ComponentProps<'thead'>) {
  return <thead {...props} />;
}

export function TableBody(props: ComponentProps<'tbody'>) {
  return <tbody {...props} />;
}

/** A row with a line under it. */
export function TableRow({ className, ...props }: ComponentProps<'tr'>) {
  return <tr className={cn('border-b last:border-b-0', className)} {...props} />;
}

/** The head of a column. */
export function TableHeader({ className, scope = 'col', ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope={scope}
      className={cn(
        'h-9 whitespace-nowrap px-3 font-medium text-muted-foreground text-xs first:pl-5 last:pr-5',
        className,
      )}
      {...props}
    />
  );
}

/** A cell, 13 px. Add `text-right tabular-nums` for figures. */
export function TableCell({ className, ...props }: ComponentProps<'td'>) {
  return <td className={cn('px-3 py-2 align-middle first:pl-5 last:pr-5', className)} {...props} />;
}
