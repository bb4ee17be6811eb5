import type { ReactNode } from 'react';
import { cn } from '../ui/cn.ts';

export interface SectionProps {
  title: string;
  /** One or two plain sentences at the left. */
  description?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** Columns of a section: words at the left, fields at the right, where the form (not the window) is wide enough. */
export const sectionGrid =
  'grid gap-x-10 gap-y-4 @2xl:grid-cols-[minmax(0,13rem)_minmax(0,1fr)] @4xl:grid-cols-[minmax(0,16rem)_minmax(0,1fr)]';

/** A part of a form: explanation at the left, fields at the right, a line between parts. */
export function Section({ title, description, children, className }: SectionProps) {
  return (
    <section className={cn(sectionGrid, 'border-t py-7 first-of-type:border-t-0 first-of-type:pt-2', className)}>
      <div>
        <h2 className="font-medium text-base">{title}</h2>
        {description ? <div className="mt-1 text-muted-foreground text-sm">{description}</div> : null}
      </div>
      <div className="@container flex min-w-0 max-w-2xl flex-col gap-5">{children}</div>
    </section>
  );
}

/** Two fields beside each other where there is room. */
export function FieldRow({ children }: { children: ReactNode }) {
  return <div className="grid items-start gap-5 @md:grid-cols-2 @md:gap-3">{children}</div>;
}
