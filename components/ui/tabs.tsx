'use client';
import { Tabs as Radix } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';

export const Tabs = Radix.Root;

const tabLook =
  'relative -mb-px inline-flex h-9 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-1 font-medium text-muted-foreground text-sm transition-colors hover:text-foreground';

/** The row of tabs, over a line. Scrolls sideways on phones. */
export function TabsList({ className, ...props }: ComponentProps<typeof Radix.List>) {
  return (
    <Radix.List
      className={cn('flex gap-4 overflow-x-auto overflow-y-hidden border-b [scrollbar-width:none]', className)}
      {...props}
    />
  );
}

/** One tab; `count` in a pill after the word. */
export function TabsTrigger({
  className,
  count,
  children,
  ...props
}: ComponentProps<typeof Radix.Trigger> & { count?: ReactNode }) {
  return (
    <Radix.Trigger
      className={cn(
        tabLook,
        'rounded-t-sm focus-visible:-outline-offset-2 data-[state=active]:border-primary data-[state=active]:text-foreground',
        className,
      )}
      {...props}
    >
      {children}
      {count === undefined ? null : <Count>{count}</Count>}
    </Radix.Trigger>
  );
}

/** What a tab shows. */
export function TabsContent({ className, ...props }: ComponentProps<typeof Radix.Content>) {
  return <Radix.Content className={cn('pt-4 focus-visible:outline-offset-4', className)} {...props} />;
}

export interface StateTab {
  value: string;
  label: string;
  count?: ReactNode;
}

export interface StateTabsProps {
  tabs: readonly StateTab[];
  value: string;
  onValueChange: (value: string) => void;
  /** What the tabs narrow, for screen readers. */
  label: string;
  className?: string;
}

/** Tabs that narrow a list below them (no panels of their own): a group of toggle buttons in the look of tabs. */
export function StateTabs({ tabs, value, onValueChange, label, className }: StateTabsProps) {
  return (
    <fieldset
      aria-label={label}
      className={cn('flex min-w-0 gap-4 overflow-x-auto overflow-y-hidden border-b [scrollbar-width:none]', className)}
    >
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          aria-pressed={tab.value === value}
          onClick={() => onValueChange(tab.value)}
          className={cn(
            tabLook,
            'rounded-t-sm focus-visible:-outline-offset-2 aria-pressed:border-primary aria-pressed:text-foreground',
          )}
        >
          {tab.label}
          {tab.count === undefined ? null : <Count>{tab.count}</Count>}
        </button>
      ))}
    </fieldset>
  );
}

function Count({ children }: { children: ReactNode }) {
  return <span className="rounded-md bg-muted px-1.5 text-muted-foreground text-xs tabular-nums">{children}</span>;
}
