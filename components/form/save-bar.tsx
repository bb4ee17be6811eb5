'use client';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import { Kbd } from '../ui/kbd.tsx';

export interface SaveBarProps {
  dirty: boolean;
  saving: boolean;
  saveLabel: string;
  onDiscard: () => void;
  sticky: boolean;
}

/** Discard / Save at the foot of a form; sticks to the window's foot while the form is longer. */
export function SaveBar({ dirty, saving, saveLabel, onDiscard, sticky }: SaveBarProps) {
  return (
    <div
      className={cn(
        'flex items-center gap-2',
        sticky
          ? 'sticky bottom-4 z-20 mt-6 animate-[rise-in_120ms_ease-out] rounded-lg border bg-popover py-2 pr-2 pl-4 shadow-pop'
          : 'mt-6',
      )}
    >
      {sticky ? (
        <p role="status" className="min-w-0 flex-1 truncate text-muted-foreground text-sm">
          {saving ? 'Saving' : 'Unsaved changes'}
        </p>
      ) : null}
      {sticky || dirty ? (
        <Button variant="ghost" disabled={saving} onClick={onDiscard} className={sticky ? undefined : 'order-2'}>
          Discard
        </Button>
      ) : null}
      <Button type="submit" variant="primary" loading={saving}>
        {saveLabel}
        {sticky ? <Kbd className="border-transparent bg-transparent text-current max-sm:hidden">Ctrl S</Kbd> : null}
      </Button>
    </div>
  );
}
