import { cn } from '#components/ui/cn.ts';
import { Link } from '#components/ui/link.tsx';

/** The head of the rail: the company's initial on the product's colour, and its name. */
export function CompanyMark({ name, narrow }: { name: string; narrow: boolean }) {
  return (
    <Link
      href="/"
      aria-label={narrow ? name : undefined}
      className={cn(
        'flex h-9 min-w-0 items-center gap-2.5 rounded-md hover:bg-accent',
        narrow ? 'w-9 justify-center' : 'w-full px-1.5',
      )}
    >
      <span
        aria-hidden
        className="flex size-6 shrink-0 items-center justify-center rounded-md bg-primary font-medium text-primary-foreground text-xs"
      >
        {[...name][0]?.toLocaleUpperCase()}
      </span>
      {narrow ? null : (
        <span dir="auto" className="min-w-0 truncate font-medium text-sm">
          {name}
        </span>
      )}
    </Link>
  );
}
