import type { ReactNode } from 'react';
import { cn } from '../ui/cn.ts';
import { type Crumb, Crumbs } from './breadcrumbs.tsx';

export interface PageHeaderProps {
  title: string;
  /** State badge or stage bar, beside the title. */
  badge?: ReactNode;
  /** One sentence under the title. */
  description?: ReactNode;
  /** Buttons at the right; at most one of them primary, last. */
  actions?: ReactNode;
  /** Path shown in the top bar; the last one is this page. */
  crumbs?: readonly Crumb[];
  /** Tabs under the title. */
  children?: ReactNode;
  className?: string;
}

/** The head of a page: title, state, actions. Inside `PageBody`, or directly above a full-width list. */
export function PageHeader({ title, badge, description, actions, crumbs, children, className }: PageHeaderProps) {
  return (
    <header className={cn('flex flex-col gap-3 px-4 pt-5 pb-4 sm:px-6', className)}>
      {crumbs ? <Crumbs crumbs={crumbs} /> : null}
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
            <h1 dir="auto" className="wrap-anywhere min-w-0 font-medium text-xl">
              {title}
            </h1>
            {badge}
          </div>
          {description ? <p className="max-w-2xl text-muted-foreground">{description}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {children}
    </header>
  );
}

export interface PageBodyProps {
  children: ReactNode;
  /** Second column (chatter, test panel): 440 px from 1 280 px up, below otherwise. */
  aside?: ReactNode;
  className?: string;
}

/** The body of a form or a card page: at most 1 200 px, with room for a second column. Lists do without it. */
export function PageBody({ children, aside, className }: PageBodyProps) {
  if (!aside)
    return <div className={cn('@container w-full max-w-[1200px] px-4 pb-10 sm:px-6', className)}>{children}</div>;
  return (
    <div
      className={cn(
        'grid w-full max-w-[1680px] gap-x-8 gap-y-8 px-4 pb-10 sm:px-6 xl:grid-cols-[minmax(0,1200px)_440px]',
        className,
      )}
    >
      <div className="@container min-w-0">{children}</div>
      <div className="min-w-0">{aside}</div>
    </div>
  );
}
