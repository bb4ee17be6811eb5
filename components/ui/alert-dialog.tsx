'use client';
import { AlertDialog as Radix } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';

export const AlertDialog = Radix.Root;
export const AlertDialogCancel = Radix.Cancel;

export interface AlertDialogContentProps extends Omit<ComponentProps<typeof Radix.Content>, 'title'> {
  title: ReactNode;
  description: ReactNode;
  /** Buttons: the cancelling one first (it takes the focus). */
  footer: ReactNode;
}

/** A question that must be answered. Prefer `ConfirmDialog`, which has the buttons. */
export function AlertDialogContent({
  title,
  description,
  footer,
  className,
  children,
  ...props
}: AlertDialogContentProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className="fade-motion fixed inset-0 z-40 bg-overlay" />
      <Radix.Content
        className={cn(
          'pop-motion fixed inset-x-4 top-1/2 z-50 mx-auto max-w-md -translate-y-1/2 rounded-lg border bg-popover p-5 shadow-pop outline-none',
          className,
        )}
        {...props}
      >
        <Radix.Title className="font-medium text-lg">{title}</Radix.Title>
        <Radix.Description asChild>
          <div className="mt-1.5 text-muted-foreground text-sm">{description}</div>
        </Radix.Description>
        {children ? <div className="mt-3">{children}</div> : null}
        <div className="mt-5 flex flex-wrap justify-end gap-2">{footer}</div>
      </Radix.Content>
    </Radix.Portal>
  );
}
