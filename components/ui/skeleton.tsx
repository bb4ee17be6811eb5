import { cn } from './cn.ts';

/** A grey stand-in of the size the content will have; hidden from screen readers. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('h-4 animate-pulse rounded-md bg-accent', className)} />;
}
