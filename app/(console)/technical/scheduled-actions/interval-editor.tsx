'use client';
import { useEffect, useState } from 'react';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { type IntervalUnit, intervalUnits } from '#lib/core/enumerations.ts';
import type { ScheduledActionItem } from '#lib/schedule/scheduled-action-schema.ts';
import type { ChangeAction } from './actions-table.tsx';

const units = intervalUnits.map((value) => ({ value, label: value }));

/** "Every N unit", edited in place: saved on Enter, on leaving the number, and on choosing a unit; Escape takes it back. */
export function IntervalEditor({ action, onChange }: { action: ScheduledActionItem; onChange: ChangeAction }) {
  const { intervalNumber, intervalUnit, name } = action;
  const [text, setText] = useState(String(intervalNumber));
  useEffect(() => setText(String(intervalNumber)), [intervalNumber]);

  const save = async (wanted: { intervalNumber: number; intervalUnit: IntervalUnit }) => {
    const said = `${name} runs every ${wanted.intervalNumber} ${wanted.intervalUnit}`;
    const done = await onChange(action, wanted, said);
    if (!done) setText(String(intervalNumber));
  };
  const saveNumber = () => {
    const wanted = Number(text.trim());
    if (wanted === intervalNumber && text.trim() !== '') return setText(String(intervalNumber));
    return void save({ intervalNumber: text.trim() === '' ? Number.NaN : wanted, intervalUnit });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keeps keys and clicks meant for the fields away from the row
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <div className="flex items-center gap-1.5" onClick={(event) => event.stopPropagation()}>
      <Input
        aria-label={`${name}: every so many`}
        inputMode="numeric"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={saveNumber}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') setText(String(intervalNumber));
        }}
        className="h-7 w-14 px-2 text-right text-sm tabular-nums"
      />
      <Select
        aria-label={`${name}: unit of the interval`}
        options={units}
        value={intervalUnit}
        onValueChange={(unit) => unit && void save({ intervalNumber, intervalUnit: unit as IntervalUnit })}
        className="h-7 w-26 text-sm"
      />
    </div>
  );
}
