import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** Something behind a small line, for those who want to see it. */
export function Unfold({ label, children, open }: { label: string; children: ReactNode; open?: boolean }) {
  return (
    <details open={open} className="mt-1.5">
      <summary className="inline-flex min-h-6 cursor-pointer list-none items-center gap-1 rounded-sm text-sm hover:text-foreground [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 transition-transform [details[open]>summary>&]:rotate-90" />
        {label}
      </summary>
      <div className="mt-2">{children}</div>
    </details>
  );
}
