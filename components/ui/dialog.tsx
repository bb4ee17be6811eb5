'use client';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { Button } from './button.tsx';
import { cn } from './cn.ts';

export const Dialog = Radix.Root;
export const DialogClose = Radix.Close;

export interface DialogContentProps extends Omit<ComponentProps<typeof Radix.Content>, 'title'> {
  /** Always there: it names the dialog. */
  title: ReactNode;
  description?: ReactNode;
  /** Buttons, right-aligned; the primary one last. */
  footer?: ReactNode;
  size?: 'sm' | 'md' | 'lg' | 'xl';
}

const widths = { sm: 'sm:max-w-md', md: 'sm:max-w-lg', lg: 'sm:max-w-2xl', xl: 'sm:max-w-5xl' };

/** A centred window over the page; a bottom sheet on phones. Scrolls inside, head and foot stay. */
export function DialogContent({
  title,
  description,
  footer,
  size = 'md',
  className,
  children,
  ...props
}: DialogContentProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className="fade-motion fixed inset-0 z-40 bg-overlay" />
      <Radix.Content
        className={cn(
          'pop-motion fixed inset-x-0 bottom-0 z-50 mx-auto flex max-h-[88dvh] w-full flex-col rounded-t-lg border bg-popover shadow-pop outline-none sm:inset-x-4 sm:top-1/2 sm:bottom-auto sm:w-auto sm:-translate-y-1/2 sm:rounded-lg',
          widths[size],
          className,
        )}
        {...(description ? {} : { 'aria-describedby': undefined })}
        {...props}
      >
        <header className="flex items-start gap-4 px-5 pt-4 pb-3">
          <div className="min-w-0 flex-1">
            <Radix.Title className="font-medium text-lg">{title}</Radix.Title>
            {description ? (
              <Radix.Description className="mt-1 text-muted-foreground text-sm">{description}</Radix.Description>
            ) : null}
          </div>
          <CloseButton />
        </header>
        {children ? <div className="min-h-0 flex-1 overflow-y-auto px-5 py-1">{children}</div> : null}
        {footer ? (
          <footer className="flex flex-wrap justify-end gap-2 px-5 pt-3 pb-4">{footer}</footer>
        ) : (
          <div className="h-3 shrink-0" />
        )}
      </Radix.Content>
    </Radix.Portal>
  );
}

/** The cross in the corner of dialogs and sheets. */
export function CloseButton() {
  return (
    <Radix.Close asChild>
      <Button variant="ghost" size="icon-sm" aria-label="Close" className="-mt-0.5 -mr-2">
        <X aria-hidden />
      </Button>
    </Radix.Close>
  );
}
