import { cva, type VariantProps } from 'class-variance-authority';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';
import { Spinner } from './spinner.tsx';

/** Classes of a button, for elements that must look like one. */
export const buttonLook = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border border-transparent font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg:not([class*=size-])]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-primary text-primary-foreground hover:bg-primary-hover',
        secondary: 'border-border bg-card text-foreground hover:bg-accent data-[state=open]:bg-accent',
        ghost: 'text-muted-foreground hover:bg-accent hover:text-foreground data-[state=open]:bg-accent',
        danger: 'bg-danger-solid text-white hover:bg-danger-solid/90 dark:text-black',
        'danger-soft': 'border-danger-line bg-card text-danger hover:bg-danger-soft',
        link: 'h-auto! rounded-sm px-0! text-primary underline decoration-primary/40 underline-offset-2 hover:decoration-primary',
      },
      size: {
        sm: 'h-7 px-2.5 text-sm pointer-coarse:h-9',
        md: 'h-8 px-3 text-sm pointer-coarse:h-10',
        lg: 'h-9 px-4 text-base pointer-coarse:h-11',
        icon: 'size-8 pointer-coarse:size-10',
        'icon-sm': 'size-7 pointer-coarse:size-9',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonLook> {
  /** Renders the child (a link) with the looks of the button. */
  asChild?: boolean;
  /** Shows a spinner, announces "busy" and takes no clicks. */
  loading?: boolean;
}

/**
 * A button. `variant`: `primary` (one a screen), `secondary` (default), `ghost`, `danger`, `danger-soft`, `link`;
 * `size`: `sm` 28 px, `md` 32 px (default), `lg` 36 px, `icon`, `icon-sm` (both need `aria-label`). Type is `button` unless said.
 */
export function Button({ variant, size, asChild, loading, className, children, disabled, ...props }: ButtonProps) {
  const look = cn(buttonLook({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={look} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button type="button" className={look} disabled={disabled || loading} aria-busy={loading || undefined} {...props}>
      {loading ? <Spinner /> : null}
      {children}
    </button>
  );
}
