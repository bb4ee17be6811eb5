'use client';
import { ChevronRight } from 'lucide-react';
import { createContext, Fragment, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { cn } from '../ui/cn.ts';
import { Link } from '../ui/link.tsx';

export interface Crumb {
  label: string;
  /** The last crumb has none: it is where we are. */
  href?: string;
}

interface CrumbsState {
  crumbs: readonly Crumb[];
  setCrumbs: (crumbs: readonly Crumb[]) => void;
}

const CrumbsContext = createContext<CrumbsState | null>(null);

/** Lets the page below tell the top bar where it is. Part of `AppShell`. */
export function CrumbsProvider({ initial = [], children }: { initial?: readonly Crumb[]; children: ReactNode }) {
  const [crumbs, setCrumbs] = useState<readonly Crumb[]>(initial);
  const value = useMemo(() => ({ crumbs, setCrumbs }), [crumbs]);
  return <CrumbsContext value={value}>{children}</CrumbsContext>;
}

/** Shows these crumbs in the top bar while mounted. `PageHeader` has the same as its `crumbs`. */
export function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  const setCrumbs = use(CrumbsContext)?.setCrumbs;
  const key = JSON.stringify(crumbs);
  useEffect(() => {
    setCrumbs?.(JSON.parse(key) as Crumb[]);
  }, [key, setCrumbs]);
  return null;
}

/** The path to this page; on phones only its last two parts. */
export function Breadcrumbs({ className }: { className?: string }) {
  const crumbs = use(CrumbsContext)?.crumbs ?? [];
  if (crumbs.length === 0) return <div className={className} />;
  return (
    <nav aria-label="Breadcrumb" className={className}>
      <ol className="flex min-w-0 items-center gap-1 text-sm">
        {crumbs.map((crumb, index) => (
          <Fragment key={`${crumb.href ?? ''}${crumb.label}`}>
            {index > 0 ? (
              <ChevronRight
                aria-hidden
                className={cn('size-3.5 shrink-0 text-muted-foreground', index < crumbs.length - 1 && 'max-sm:hidden')}
              />
            ) : null}
            <li
              className={cn(
                'min-w-0',
                index < crumbs.length - 2 && 'max-sm:hidden',
                index < crumbs.length - 1 && 'shrink-0',
              )}
            >
              <CrumbText crumb={crumb} last={index === crumbs.length - 1} />
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}

function CrumbText({ crumb, last }: { crumb: Crumb; last: boolean }) {
  if (last || !crumb.href) {
    return (
      <span
        dir="auto"
        aria-current={last ? 'page' : undefined}
        className={cn('block truncate px-1', last ? 'font-medium' : 'text-muted-foreground')}
      >
        {crumb.label}
      </span>
    );
  }
  return (
    <Link
      href={crumb.href}
      dir="auto"
      className="block max-w-24 truncate sm:max-w-48 rounded-sm px-1 text-muted-foreground leading-6 hover:bg-accent hover:text-foreground"
    >
      {crumb.label}
    </Link>
  );
}
