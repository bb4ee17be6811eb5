import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';

export type Tone = 'neutral' | 'success' | 'warning' | 'danger' | 'info' | 'accent';

/** Ink, ground and line of each tone, for anything that carries a state. */
export const toneLook: Record<Tone, string> = {
  neutral: 'border-border bg-muted text-foreground',
  success: 'border-success-line bg-success-soft text-success',
  warning: 'border-warning-line bg-warning-soft text-warning',
  danger: 'border-danger-line bg-danger-soft text-danger',
  info: 'border-info-line bg-info-soft text-info',
  accent: 'border-primary/25 bg-primary-soft text-primary',
};

export interface BadgeProps extends Omit<ComponentProps<'span'>, 'children'> {
  tone?: Tone;
  /** A lucide icon; a state always has one, so that colour is never alone. */
  icon?: LucideIcon;
  children: ReactNode;
}

/** A small label: state = icon + word + tone. */
export function Badge({ tone = 'neutral', icon: Icon, className, children, ...props }: BadgeProps) {
  return (
    <span
      className={cn(
        'inline-flex h-5.5 max-w-full align-middle shrink-0 items-center gap-1 whitespace-nowrap rounded-md border px-1.5 font-medium text-xs',
        toneLook[tone],
        className,
      )}
      {...props}
    >
      {Icon ? <Icon aria-hidden className="size-3.5 shrink-0" /> : null}
      <span className="truncate">{children}</span>
    </span>
  );
}
