'use client';
import { X } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '../feedback/confirm-dialog.tsx';
import { toast } from '../feedback/toaster.tsx';
import { Button } from '../ui/button.tsx';
import { useNumberFormat } from '../ui/number-format.tsx';
import { Progress } from '../ui/progress.tsx';
import type { BulkAction, Selection } from './list-types.ts';

export interface BulkBarProps {
  selection: Selection;
  actions: readonly BulkAction[];
  /** Words of "select all N results"; unset when all are selected or fit on the page. */
  selectAllLabel?: string;
  onSelectAll: () => void;
  onClear: () => void;
  /** After an action went through. */
  onDone: () => void;
}

/** What can be done with the selected rows; slides in at the foot with their count, and takes room below the last row. */
export function BulkBar({ selection, actions, selectAllLabel, onSelectAll, onClear, onDone }: BulkBarProps) {
  const format = useNumberFormat();
  const [asking, setAsking] = useState<BulkAction | null>(null);
  const [running, setRunning] = useState<string | null>(null);
  const [through, setThrough] = useState<number | null>(null);
  const run = async (action: BulkAction, work = action.run) => {
    setRunning(action.id);
    try {
      if ((await work?.(selection, setThrough)) !== false) onDone();
    } catch {
      toast.error(
        `"${action.label(selection.count)}" did not go through: the server did not answer. Try again in a moment.`,
      );
    } finally {
      setRunning(null);
      setThrough(null);
    }
  };
  const question = asking?.confirm?.(selection.count);
  return (
    <section
      aria-label="Selected rows"
      className="pointer-events-none sticky bottom-4 z-20 mt-auto mb-4 flex justify-center px-3 pt-3"
    >
      <div className="pointer-events-auto flex max-w-full animate-[rise-in_120ms_ease-out] flex-wrap items-center gap-1.5 rounded-lg border bg-popover py-1.5 pr-1.5 pl-3 shadow-pop">
        <p role="status" className="whitespace-nowrap pr-1 font-medium text-sm tabular-nums">
          {through === null
            ? `${format(selection.count)} selected`
            : `${format(Math.min(through, selection.count))} of ${format(selection.count)}`}
        </p>
        {through === null ? null : <Progress value={through} max={selection.count} label="Progress" className="w-24" />}
        {selectAllLabel ? (
          <Button variant="link" onClick={onSelectAll} className="mr-2">
            {selectAllLabel}
          </Button>
        ) : null}
        {actions.map((action) => (
          <Button
            key={action.id}
            variant={action.danger ? 'danger-soft' : 'secondary'}
            loading={running === action.id}
            disabled={running !== null}
            onClick={() => (action.confirm || action.ask ? setAsking(action) : run(action))}
          >
            {action.icon ? <action.icon aria-hidden /> : null}
            {action.label(selection.count)}
          </Button>
        ))}
        <Button variant="ghost" size="icon" aria-label="Select nothing" onClick={onClear}>
          <X aria-hidden />
        </Button>
      </div>
      {asking?.ask?.({
        count: selection.count,
        run: (work) => run(asking, work),
        close: () => setAsking(null),
      })}
      {asking && question ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setAsking(null)}
          title={question.title}
          description={question.description}
          confirmLabel={asking.label(selection.count)}
          danger={asking.danger}
          onConfirm={() => run(asking)}
        />
      ) : null}
    </section>
  );
}
