'use client';
import { Check } from 'lucide-react';
import { cn } from '#components/ui/cn.ts';

interface StageBarProps {
  stages: readonly { value: string; label: string }[];
  value: string;
  onChange: (stage: string) => void;
  disabled?: boolean;
}

/** The way of a document through its stages; a click moves it there at once. */
export function StageBar({ stages, value, onChange, disabled }: StageBarProps) {
  const at = stages.findIndex((stage) => stage.value === value);
  return (
    <fieldset
      aria-label="Stage"
      disabled={disabled}
      className="flex min-w-0 max-w-full overflow-x-auto [scrollbar-width:none]"
    >
      {stages.map((stage, index) => (
        <button
          key={stage.value}
          type="button"
          aria-pressed={stage.value === value}
          onClick={() => stage.value !== value && onChange(stage.value)}
          className={cn(
            'inline-flex h-8 shrink-0 items-center gap-1.5 border-y border-r px-3 text-muted-foreground text-sm transition-colors first:rounded-l-md first:border-l last:rounded-r-md hover:bg-accent hover:text-foreground focus-visible:-outline-offset-2 pointer-coarse:h-10',
            'aria-pressed:border-primary aria-pressed:bg-primary aria-pressed:font-medium aria-pressed:text-primary-foreground',
          )}
        >
          {index < at ? <Check aria-hidden className="size-3.5" /> : null}
          {stage.label}
        </button>
      ))}
    </fieldset>
  );
}
