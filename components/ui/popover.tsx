'use client';
import { Popover as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';
import { popLook } from './menu-look.ts';

export const Popover = Radix.Root;
export const PopoverTrigger = Radix.Trigger;
export const PopoverClose = Radix.Close;

/** The floating panel of a `Popover`. Give it an `aria-label` when it has no heading. */
export function PopoverContent({ className, align = 'start', ...props }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        align={align}
        sideOffset={6}
        collisionPadding={8}
        className={cn(popLook, 'w-72 max-w-[calc(100vw-1rem)] p-3', className)}
        {...props}
      />
    </Radix.Portal>
  );
}
