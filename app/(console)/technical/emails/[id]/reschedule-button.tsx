'use client';
import { useQueryClient } from '@tanstack/react-query';
import { CalendarClock } from 'lucide-react';
import { useState } from 'react';
import { toast } from '#components/feedback/toaster.tsx';
import { FieldFrame } from '#components/form/field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { useFormats } from '#components/ui/locale.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx';
import { instantOf, wallTimeOf } from '../../scheduled-actions/wall-time.ts';
import { rescheduleOne } from '../actions.ts';

interface RescheduleProps {
  id: number;
  scheduledAt: Date;
}

/** Moves a mail that waits for its hour to another one. */
export function RescheduleButton({ id, scheduledAt }: RescheduleProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button>
          <CalendarClock aria-hidden /> Change time
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="When it leaves" align="end" className="w-80">
        <RescheduleForm id={id} scheduledAt={scheduledAt} onDone={() => setOpen(false)} />
      </PopoverContent>
    </Popover>
  );
}

function RescheduleForm({ id, scheduledAt, onDone }: RescheduleProps & { onDone: () => void }) {
  const queries = useQueryClient();
  const { timeZone } = useFormats();
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [text, setText] = useState(() => wallTimeOf(new Date(scheduledAt), zone));
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const at = instantOf(text, zone);
  const save = async () => {
    if (!at) return;
    setBusy(true);
    const result = await rescheduleOne(id, at).catch(() => null);
    setBusy(false);
    if (!result?.ok) return setProblem(result?.message ?? 'The server did not answer. Try again in a moment.');
    toast.success('It leaves at the new time');
    await queries.invalidateQueries({ queryKey: ['emails'] });
    onDone();
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <FieldFrame
        label="Leaves at"
        help={`In your time zone, ${zone}.`}
        error={at ? problem : 'Choose a day and a time.'}
      >
        {(control) => (
          <Input
            {...control}
            type="datetime-local"
            step={60}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setProblem(undefined);
            }}
          />
        )}
      </FieldFrame>
      <Button type="submit" variant="primary" size="sm" loading={busy} disabled={!at} className="self-end">
        Save time
      </Button>
    </form>
  );
}
