'use client';
import type { ReactNode } from 'react';
import { NumberFormat, useNumberFormat } from '../ui/number-format.tsx';
import { Progress } from '../ui/progress.tsx';

export interface StatProps {
  label: string;
  value: ReactNode;
  /** Smaller, below: "since yesterday". */
  note?: ReactNode;
}

/** One figure with its name. */
export function Stat({ label, value, note }: StatProps) {
  return (
    <div className="min-w-0">
      <p className="text-muted-foreground text-sm">{label}</p>
      <p className="truncate font-medium text-2xl tabular-nums">
        {typeof value === 'number' ? <NumberFormat value={value} /> : value}
      </p>
      {note ? <p className="text-muted-foreground text-sm">{note}</p> : null}
    </div>
  );
}

export interface GaugeProps {
  label: string;
  used: number;
  limit: number;
  /** "mails today". */
  unit: string;
  /** Right under the bar: when it resets. */
  note?: ReactNode;
}

/** How much of a limit is used: green to 80 %, amber to 100 %, red above, always with the figures in words. */
export function Gauge({ label, used, limit, unit, note }: GaugeProps) {
  const format = useNumberFormat();
  const share = limit > 0 ? used / limit : 1;
  const tone = share >= 1 ? 'danger' : share >= 0.8 ? 'warning' : 'primary';
  const words = share >= 1 ? 'Limit reached' : `${format(limit - used)} left`;
  return (
    <div className="min-w-0">
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <p className="font-medium">{label}</p>
        <p className="text-muted-foreground tabular-nums">
          {format(used)} of {format(limit)} {unit}
        </p>
      </div>
      <Progress
        value={used}
        max={limit}
        label={`${label}: ${format(used)} of ${format(limit)} ${unit}`}
        tone={tone}
        className="mt-2"
      />
      <div className="mt-1.5 flex justify-between gap-3 text-muted-foreground text-sm">
        <span className={share >= 1 ? 'font-medium text-danger' : undefined}>{words}</span>
        {note ? <span>{note}</span> : null}
      </div>
    </div>
  );
}
