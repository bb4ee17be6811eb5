'use client';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { sectionGrid } from './section.tsx';

export interface FoldedSectionProps {
  title?: string;
  description?: ReactNode;
  children: ReactNode;
  defaultOpen?: boolean;
}

/** A part most people never open ("Advanced"). Its fields stay mounted; an error inside unfolds it and takes the focus. */
export function FoldedSection({ title = 'Advanced', description, children, defaultOpen = false }: FoldedSectionProps) {
  const box = useRef<HTMLDetailsElement>(null);
  const [open, setOpen] = useState(defaultOpen);
  const submits = useFormContext()?.formState.submitCount ?? 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again after each attempt to save, not on each key
  useEffect(() => {
    const wrong = box.current?.querySelector<HTMLElement>('[aria-invalid=true]');
    if (!wrong || !box.current || box.current.open) return;
    // At once: what is folded takes no focus, and the state may be drawn later than the next frame.
    box.current.open = true;
    wrong.focus();
  }, [submits]);

  return (
    <details ref={box} open={open} onToggle={(event) => setOpen(event.currentTarget.open)} className="group border-t">
      <summary className="flex cursor-pointer list-none items-center gap-2 rounded-md py-4 font-medium text-base">
        <ChevronRight aria-hidden className="size-4 text-muted-foreground transition-transform group-open:rotate-90" />
        {title}
      </summary>
      <div className={`${sectionGrid} pt-1 pb-7`}>
        <div className="text-muted-foreground text-sm">{description}</div>
        <div className="@container flex min-w-0 max-w-2xl flex-col gap-5">{children}</div>
      </div>
    </details>
  );
}
