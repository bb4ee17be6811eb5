import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';

/** Classes shared by everything one types into. */
export const controlLook =
  'rounded-md border border-input bg-background text-foreground outline-none transition-[border-color,box-shadow] placeholder:text-muted-foreground hover:border-foreground/50 focus-visible:border-ring focus-visible:ring-2 focus-visible:ring-ring/35 disabled:cursor-not-allowed disabled:bg-muted disabled:opacity-70 aria-invalid:border-danger aria-invalid:ring-danger/30';

/** A text input, 32 px high (40 px on touch). */
export function Input({ className, type = 'text', ...props }: ComponentProps<'input'>) {
  return (
    <input
      type={type}
      className={cn(
        controlLook,
        'h-8 w-full min-w-0 px-2.5 text-base max-sm:text-[16px] pointer-coarse:h-10 read-only:bg-muted',
        className,
      )}
      {...props}
    />
  );
}

export interface AffixProps {
  /** Before the text: an icon or a word. */
  prefix?: ReactNode;
  /** After the text: the unit ("MB", "a minute"). */
  suffix?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** Puts a prefix and a unit into the box of an input. Give the `Input` inside `className={inAffix}`. */
export function Affix({ prefix, suffix, children, className }: AffixProps) {
  return (
    <div
      className={cn(
        'flex h-8 w-full items-center rounded-md border border-input bg-background transition-colors focus-within:border-ring focus-within:ring-2 focus-within:ring-ring/35 hover:border-foreground/50 has-aria-invalid:border-danger pointer-coarse:h-10',
        className,
      )}
    >
      {prefix ? <span className="shrink-0 pl-2.5 text-muted-foreground text-sm">{prefix}</span> : null}
      {children}
      {suffix ? <span className="shrink-0 pr-2.5 text-muted-foreground text-sm">{suffix}</span> : null}
    </div>
  );
}

/** Classes of an `Input` inside an `Affix`: the box draws border and focus. */
export const inAffix = 'h-full! border-0 bg-transparent focus-visible:ring-0 rounded-md';
