import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '../ui/cn.ts';
import { NumberFormat } from '../ui/number-format.tsx';
import { Progress } from '../ui/progress.tsx';

export interface GaugeProps {
  /** What is limited: "Mails today". */
  label: string;
  used: number;
  limit: number;
  /** What is counted, in the plural: "mails". */
  unit: string;
  /** Under the bar: when it starts again. */
  note?: ReactNode;
  className?: string;
}

/** From this share on the bar warns. */
const warnFrom = 0.8;

/** How much of a limit is used: figures, bar and, from 80 % on, a word. */
export function Gauge({ label, used, limit, unit, note, className }: GaugeProps) {
  const tone = used >= limit ? 'danger' : used >= limit * warnFrom ? 'warning' : 'primary';
  const word = { primary: null, warning: 'Nearly used up', danger: 'Used up' }[tone];
  return (
    <div className={cn('flex flex-col gap-2', className)}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 text-sm">
        <span className="font-medium">{label}</span>
        <span className="tabular-nums">
          <NumberFormat value={used} className="font-medium" />
          <span className="text-muted-foreground">
            {' of '}
            <NumberFormat value={limit} /> {unit}
          </span>
        </span>
      </div>
      <Progress value={Math.min(used, limit)} max={limit} label={label} tone={tone} />
      {note || word ? (
        <p className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-muted-foreground text-sm">
          <span>{note}</span>
          {word ? (
            <span className={cn('flex items-center gap-1.5', tone === 'danger' ? 'text-danger' : 'text-warning')}>
              <TriangleAlert aria-hidden className="size-3.5" /> {word}
            </span>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}
