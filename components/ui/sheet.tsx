'use client';
import { Dialog as Radix } from 'radix-ui';
import type { ComponentProps, CSSProperties, ReactNode } from 'react';
import { cn } from './cn.ts';
import { CloseButton } from './dialog.tsx';

export const Sheet = Radix.Root;

export interface SheetContentProps extends Omit<ComponentProps<typeof Radix.Content>, 'title'> {
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  side?: 'left' | 'right';
  /** `md` 440 px, `lg` 640 px; never wider than the window. */
  size?: 'sm' | 'md' | 'lg';
  /** Hides the head for the eye only (navigation drawers). */
  bare?: boolean;
}

const widths = { sm: 'sm:w-[280px]', md: 'sm:w-[440px]', lg: 'sm:w-[640px]' };

/** A drawer from the side: test results, documentation, navigation on phones. */
export function SheetContent({
  title,
  description,
  footer,
  side = 'right',
  size = 'md',
  bare,
  className,
  children,
  ...props
}: SheetContentProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className="fade-motion fixed inset-0 z-40 bg-overlay" />
      <Radix.Content
        style={{ '--sheet-from': side === 'left' ? '-24px' : '24px' } as CSSProperties}
        className={cn(
          'sheet-motion fixed inset-y-0 z-50 flex w-full flex-col bg-popover shadow-pop outline-none',
          side === 'right' ? 'right-0 border-l' : 'left-0 border-r',
          widths[size],
          className,
        )}
        {...(description ? {} : { 'aria-describedby': undefined })}
        {...props}
      >
        <header className={cn('flex items-start gap-4 border-b px-5 py-3.5', bare && 'sr-only')}>
          <div className="min-w-0 flex-1">
            <Radix.Title className="font-medium text-lg">{title}</Radix.Title>
            {description ? (
              <Radix.Description className="text-muted-foreground text-sm">{description}</Radix.Description>
            ) : null}
          </div>
          <CloseButton />
        </header>
        <div className={cn('min-h-0 flex-1 overflow-y-auto', !bare && 'px-5 py-4')}>{children}</div>
        {footer ? <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</footer> : null}
      </Radix.Content>
    </Radix.Portal>
  );
}
