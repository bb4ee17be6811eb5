'use client';
import { Avatar as Radix } from 'radix-ui';
import { cn } from './cn.ts';

export interface AvatarProps {
  name: string;
  /** Picture served by ourselves; initials show while and unless it loads. */
  src?: string;
  size?: 'xs' | 'sm' | 'md' | 'lg';
  className?: string;
}

const sizes = { xs: 'size-5 text-[10px]', sm: 'size-6 text-[11px]', md: 'size-8 text-xs', lg: 'size-10 text-sm' };

const hues = [
  'bg-info-soft text-info',
  'bg-success-soft text-success',
  'bg-warning-soft text-warning',
  'bg-primary-soft text-primary',
  'bg-danger-soft text-danger',
  'bg-accent text-foreground',
];

/** A person or company: picture or initials on a quiet ground that stays the same for a name. Decorative beside the name. */
export function Avatar({ name, src, size = 'md', className }: AvatarProps) {
  return (
    <Radix.Root
      aria-hidden
      className={cn('inline-flex shrink-0 select-none overflow-hidden rounded-full', sizes[size], className)}
    >
      {src ? <Radix.Image src={src} alt="" className="size-full object-cover" /> : null}
      <Radix.Fallback className={cn('flex size-full items-center justify-center font-medium', hueOf(name))}>
        {initials(name)}
      </Radix.Fallback>
    </Radix.Root>
  );
}

function initials(name: string): string {
  const words = name
    .replace(/[<>"()]/g, ' ')
    .trim()
    .split(/\s+/)
    .filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toLocaleUpperCase() || '?';
}

function hueOf(name: string): string {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return hues[sum % hues.length] ?? 'bg-accent text-foreground';
}
