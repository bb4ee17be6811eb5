import type { ComponentProps } from 'react';
import { cn } from './cn.ts';
import { controlLook } from './input.tsx';

/** A text area that grows with its content (up to 60 % of the window). */
export function Textarea({ className, rows = 3, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={rows}
      className={cn(
        controlLook,
        'field-sizing-content block max-h-[60vh] min-h-16 w-full px-2.5 py-1.5 text-base max-sm:text-[16px] read-only:bg-muted',
        className,
      )}
      {...props}
    />
  );
}
