'use client';
import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react';
import { type ComponentProps, type ReactNode, useState } from 'react';
import { toneLook } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';

export interface BannerProps {
  tone?: 'info' | 'warning' | 'danger';
  /** What is so, and what to do. */
  children: ReactNode;
  /** A small button or link at the right. */
  action?: ReactNode;
  /** Shows a cross; called when it is used. */
  onDismiss?: () => void;
  dismissible?: boolean;
  className?: string;
}

const icons = { info: Info, warning: TriangleAlert, danger: CircleAlert };
const words = { info: 'Note:', warning: 'Warning:', danger: 'Problem:' };

/** The buttons of a banner: at the right, on phones under its words. */
export function BannerActions({ children }: { children: ReactNode }) {
  return <div className="-mx-2 flex flex-wrap gap-1 max-sm:ml-4.5">{children}</div>;
}

/** A button in the colour of its banner. */
export function BannerButton(props: Omit<ComponentProps<typeof Button>, 'size' | 'variant' | 'className'>) {
  return (
    <Button size="sm" variant="ghost" className="text-current hover:bg-background/60 hover:text-current" {...props} />
  );
}

/** A line over the page that stays: capture mode, sandbox, tripped limit. */
export function Banner({ tone = 'info', children, action, onDismiss, dismissible, className }: BannerProps) {
  const [gone, setGone] = useState(false);
  if (gone) return null;
  const Icon = icons[tone];
  const dismiss = () => {
    setGone(true);
    onDismiss?.();
  };
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={cn(
        'flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2 text-sm sm:px-6',
        toneLook[tone],
        className,
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <div className="min-w-0 flex-1 basis-60">
        <span className="sr-only">{words[tone]} </span>
        {children}
      </div>
      {action}
      {dismissible || onDismiss ? (
        <Button variant="ghost" size="icon-sm" aria-label="Dismiss" onClick={dismiss} className="text-current">
          <X aria-hidden />
        </Button>
      ) : null}
    </div>
  );
}
