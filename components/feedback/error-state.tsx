'use client';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';

export interface ErrorStateProps {
  /** What happened: "The mails could not be loaded". */
  title: string;
  /** Why and what to do. */
  description?: ReactNode;
  onRetry?: () => void;
  retryLabel?: string;
  action?: ReactNode;
  className?: string;
}

/** Something could not be shown: what, why, and a way on. */
export function ErrorState({
  title,
  description,
  onRetry,
  retryLabel = 'Try again',
  action,
  className,
}: ErrorStateProps) {
  return (
    <div role="alert" className={cn('flex flex-col items-center justify-center px-6 py-16 text-center', className)}>
      <span className="mb-4 flex size-11 items-center justify-center rounded-lg border border-danger-line bg-danger-soft text-danger">
        <CircleAlert aria-hidden className="size-5" />
      </span>
      <h2 className="font-medium text-lg">{title}</h2>
      {description ? <p className="mt-1 max-w-md text-balance text-muted-foreground">{description}</p> : null}
      <div className="mt-5 flex flex-wrap justify-center gap-2">
        {onRetry ? <Button onClick={onRetry}>{retryLabel}</Button> : null}
        {action}
      </div>
    </div>
  );
}
