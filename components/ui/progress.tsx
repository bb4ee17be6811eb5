'use client';
import { Progress as Radix } from 'radix-ui';
import { cn } from './cn.ts';

export interface ProgressProps {
  /** 0 to `max`; null = running, length unknown. */
  value: number | null;
  max?: number;
  /** What is progressing, for screen readers. */
  label: string;
  tone?: 'primary' | 'success' | 'warning' | 'danger';
  className?: string;
}

const fill = { primary: 'bg-primary', success: 'bg-success', warning: 'bg-warning', danger: 'bg-danger' };

/** A bar of progress. Say the figures beside it. */
export function Progress({ value, max = 100, label, tone = 'primary', className }: ProgressProps) {
  const share = value === null ? 40 : max > 0 ? Math.min(100, (Math.max(0, value) / max) * 100) : 0;
  const shown = value === null ? null : Math.min(max, Math.max(0, value));
  return (
    <Radix.Root
      value={shown}
      max={max > 0 ? max : 1}
      aria-label={label}
      className={cn('h-1.5 w-full overflow-hidden rounded-full bg-accent', className)}
    >
      <Radix.Indicator
        className={cn('h-full rounded-full transition-[width]', fill[tone], value === null && 'animate-pulse')}
        style={{ width: `${share}%` }}
      />
    </Radix.Root>
  );
}
