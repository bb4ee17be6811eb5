'use client';
import { ScrollArea as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** A region that scrolls with slim bars; reachable by keyboard. Give it a height. */
export function ScrollArea({ className, children, ...props }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root className={cn('relative overflow-hidden', className)} {...props}>
      <Radix.Viewport tabIndex={0} className="size-full rounded-[inherit]">
        {children}
      </Radix.Viewport>
      <Bar orientation="vertical" />
      <Bar orientation="horizontal" />
      <Radix.Corner />
    </Radix.Root>
  );
}

function Bar({ orientation }: { orientation: 'vertical' | 'horizontal' }) {
  return (
    <Radix.Scrollbar
      orientation={orientation}
      className={cn('flex touch-none select-none p-0.5', orientation === 'vertical' ? 'w-2' : 'h-2 flex-col')}
    >
      <Radix.Thumb className="relative flex-1 rounded-full bg-input/70" />
    </Radix.Scrollbar>
  );
}
