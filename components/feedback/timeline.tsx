import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { type Tone, toneLook } from '../ui/badge.tsx';
import { cn } from '../ui/cn.ts';
import { RelativeTime } from '../ui/relative-time.tsx';

export interface TimelineEvent {
  id: string;
  icon: LucideIcon;
  tone?: Tone;
  /** What happened, in words. */
  title: ReactNode;
  at?: Date | string | number;
  /** More under it: reason, trace, a folded transcript. */
  children?: ReactNode;
  /** Still to come: drawn dashed. */
  future?: boolean;
}

/** A life from top to bottom: created, server chosen, attempts, verdict. */
export function Timeline({ events, label }: { events: readonly TimelineEvent[]; label: string }) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {events.map((event, index) => (
        <TimelineItem key={event.id} event={event} last={index === events.length - 1} />
      ))}
    </ol>
  );
}

function TimelineItem({ event, last }: { event: TimelineEvent; last: boolean }) {
  const Icon = event.icon;
  return (
    <li className="relative flex gap-3 pb-5 last:pb-0">
      {last ? null : <span aria-hidden className="absolute top-7 bottom-0 left-3 w-px bg-border" />}
      <span
        className={cn(
          'z-1 flex size-6 shrink-0 items-center justify-center rounded-full border',
          toneLook[event.tone ?? 'neutral'],
          event.future && 'border-dashed bg-background text-muted-foreground',
        )}
      >
        <Icon aria-hidden className="size-3.5" />
      </span>
      <div className="min-w-0 flex-1 pt-0.5">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <p className={cn('wrap-anywhere text-sm', event.future && 'text-muted-foreground')}>{event.title}</p>
          {event.at ? <RelativeTime value={event.at} className="text-muted-foreground text-xs" /> : null}
        </div>
        {event.children ? <div className="mt-1 text-muted-foreground text-sm">{event.children}</div> : null}
      </div>
    </li>
  );
}
