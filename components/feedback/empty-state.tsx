import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '../ui/cn.ts';

export interface EmptyStateProps {
  icon?: LucideIcon;
  title: string;
  /** One sentence: what this is. */
  description?: ReactNode;
  /** One button to begin. */
  action?: ReactNode;
  className?: string;
}

/** Nothing here yet: what this is and how to begin. */
export function EmptyState({ icon: Icon, title, description, action, className }: EmptyStateProps) {
  return (
    <div className={cn('flex flex-col items-center justify-center px-6 py-16 text-center', className)}>
      {Icon ? (
        <span className="mb-4 flex size-11 items-center justify-center rounded-lg border bg-card text-muted-foreground">
          <Icon aria-hidden className="size-5" />
        </span>
      ) : null}
      <h2 className="font-medium text-lg">{title}</h2>
      {description ? <p className="mt-1 max-w-md text-balance text-muted-foreground">{description}</p> : null}
      {action ? <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
