'use client';
import { CircleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';

/** What went wrong with the whole form, above its fields; scrolled into view and announced. */
export function FormProblem({ message }: { message: string | null }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (message) box.current?.scrollIntoView({ block: 'nearest' });
  }, [message]);
  return (
    <div ref={box} role="alert" className="scroll-mt-20">
      {message ? (
        <p className="mb-4 flex gap-2 rounded-lg border border-danger-line bg-danger-soft px-3 py-2.5 text-danger text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="wrap-anywhere min-w-0">{message}</span>
        </p>
      ) : null}
    </div>
  );
}
