import { Star } from 'lucide-react';
import { Badge, type Tone } from '#components/ui/badge.tsx';

/** From no star to three. */
export const priorities = ['Low', 'Medium', 'High', 'Very high'];

/** Where a case stands; a stage without a tone is work in progress. */
export function StageBadge({ stage }: { stage: { label: string; tone?: Tone } | undefined }) {
  return <Badge tone={stage?.tone ?? 'accent'}>{stage?.label}</Badge>;
}

/** What a case is about, with a star for each step of its priority. */
export function CaseName({ name, priority }: { name: string; priority: number }) {
  if (!priority) return <span dir="auto">{name}</span>;
  return (
    <span className="inline-flex max-w-full items-center gap-1.5">
      <span dir="auto" className="truncate">
        {name}
      </span>
      <span className="inline-flex shrink-0 text-warning" title={`Priority: ${priorities[priority]}`}>
        {priorities.slice(1, priority + 1).map((word) => (
          <Star key={word} aria-hidden className="size-3.5 fill-current" />
        ))}
        <span className="sr-only">Priority: {priorities[priority]}</span>
      </span>
    </span>
  );
}
