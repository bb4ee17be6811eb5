import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';

export interface CardProps extends Omit<ComponentProps<'section'>, 'title'> {
  title?: ReactNode;
  description?: ReactNode;
  /** Right of the title: a badge, a button or a switch. */
  action?: ReactNode;
  /** Below a line at the foot. */
  footer?: ReactNode;
  /** No padding around the content (tables, lists). */
  flush?: boolean;
}

/** A bordered panel with an optional head and foot. */
export function Card({ title, description, action, footer, flush, className, children, ...props }: CardProps) {
  return (
    <section className={cn('flex flex-col overflow-hidden rounded-lg border bg-card', className)} {...props}>
      {title ? (
        <header className={cn('flex items-start justify-between gap-4 px-5 pt-4', flush && 'pb-3')}>
          <div className="min-w-0">
            <h2 className="font-medium text-base">{title}</h2>
            {description ? <p className="mt-0.5 text-muted-foreground text-sm">{description}</p> : null}
          </div>
          {action ? <div className="flex shrink-0 items-center gap-2">{action}</div> : null}
        </header>
      ) : null}
      {children ? <div className={cn('flex-1', !flush && 'px-5 py-4')}>{children}</div> : null}
      {footer ? (
        <footer className="flex items-center gap-3 border-t bg-canvas px-5 py-2.5 text-muted-foreground text-sm">
          {footer}
        </footer>
      ) : null}
    </section>
  );
}
