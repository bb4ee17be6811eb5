'use client';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { FieldFrame } from '#components/form/field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { useFormats } from '#components/ui/locale.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { ScheduledActionItem } from '#lib/schedule/scheduled-action-schema.ts';
import type { ChangeAction } from './actions-table.tsx';
import { instantOf, wallTimeOf } from './wall-time.ts';

/** When the action runs next: relative, exact on hover, and a small form to change it. */
export function NextRunEditor({ action, onChange }: { action: ScheduledActionItem; onChange: ChangeAction }) {
  const [open, setOpen] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keeps keys and clicks meant for the form away from the row
    <div
      className="flex min-w-0 items-center gap-1"
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => open && event.stopPropagation()}
    >
      <RelativeTime value={action.nextRunAt} className="truncate" />
      <Popover open={open} onOpenChange={setOpen}>
        <PopoverTrigger asChild>
          <Button size="icon-sm" variant="ghost" aria-label={`Change the next run of ${action.name}`}>
            <Pencil aria-hidden className="size-3.5" />
          </Button>
        </PopoverTrigger>
        <PopoverContent aria-label="Next run" className="w-80">
          <NextRunForm action={action} onChange={onChange} onDone={() => setOpen(false)} />
        </PopoverContent>
      </Popover>
    </div>
  );
}

interface NextRunFormProps {
  action: ScheduledActionItem;
  onChange: ChangeAction;
  onDone: () => void;
}

function NextRunForm({ action, onChange, onDone }: NextRunFormProps) {
  const { timeZone } = useFormats();
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [text, setText] = useState(() => wallTimeOf(new Date(action.nextRunAt), zone));
  const [busy, setBusy] = useState(false);
  const at = instantOf(text, zone);
  const save = async (nextRunAt: Date) => {
    setBusy(true);
    if (await onChange(action, { nextRunAt }, `The next run of ${action.name} is changed`)) onDone();
    setBusy(false);
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (at) void save(at);
      }}
    >
      <FieldFrame
        label="Next run"
        help={`In your time zone, ${zone}. Later runs are counted from it.`}
        error={at ? undefined : 'Choose a day and a time.'}
      >
        {(control) => (
          <Input
            {...control}
            type="datetime-local"
            step={60}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </FieldFrame>
      <div className="flex justify-end gap-2">
        <Button size="sm" disabled={busy} onClick={() => void save(new Date())}>
          Set to now
        </Button>
        <Button size="sm" type="submit" variant="primary" loading={busy} disabled={!at}>
          Save
        </Button>
      </div>
    </form>
  );
}
