'use client';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Input } from '../ui/input.tsx';
import { useFormats } from '../ui/locale.tsx';
import { Field, type FieldProps } from './field.tsx';

export interface SecretFieldProps extends FieldProps {
  /** When the stored secret was set; null = none stored. */
  setAt: Date | string | null;
  placeholder?: string;
  /** Whether the stored one may be removed (default true). */
  clearable?: boolean;
}

/**
 * A password or key that is never shown again. The value is `undefined` = keep what is stored, a string = replace it,
 * null = clear it. Default value: `undefined`; schema: `z.string().min(1).nullable().optional()`.
 */
export function SecretField({ setAt, placeholder, clearable = true, ...frame }: SecretFieldProps) {
  const [editing, setEditing] = useState(false);
  return (
    <Field {...frame}>
      {({ field, control }) => {
        const stored = setAt !== null && field.value === undefined && !editing;
        if (stored) {
          return (
            <Stored
              id={control.id}
              setAt={setAt}
              onReplace={() => setEditing(true)}
              onClear={clearable ? () => field.onChange(null) : undefined}
            />
          );
        }
        const keep = () => {
          field.onChange(undefined);
          setEditing(false);
        };
        if (field.value === null && !editing) return <Cleared onKeep={keep} onReplace={() => setEditing(true)} />;
        return (
          <div className="flex gap-2">
            <Input
              {...field}
              {...control}
              type="password"
              autoComplete="new-password"
              autoFocus={editing}
              placeholder={placeholder}
              value={field.value ?? ''}
              onChange={(event) => field.onChange(event.target.value === '' ? undefined : event.target.value)}
            />
            {setAt === null ? null : <Button onClick={keep}>Keep the stored one</Button>}
          </div>
        );
      }}
    </Field>
  );
}

function Stored(props: { id: string; setAt: Date | string; onReplace: () => void; onClear?: () => void }) {
  const { locale, timeZone } = useFormats();
  const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone });
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-2">
      <span className="flex min-w-0 flex-1 items-center gap-2 text-sm" suppressHydrationWarning>
        <KeyRound aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        Set on {date.format(new Date(props.setAt))}
      </span>
      <Button id={props.id} size="sm" onClick={props.onReplace}>
        Replace
      </Button>
      {props.onClear ? (
        <Button size="sm" variant="ghost" onClick={props.onClear}>
          Clear
        </Button>
      ) : null}
    </div>
  );
}

function Cleared({ onKeep, onReplace }: { onKeep: () => void; onReplace: () => void }) {
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-2">
      <span className="min-w-0 flex-1 text-sm text-warning">Will be removed when you save.</span>
      <Button size="sm" onClick={onKeep}>
        Keep it
      </Button>
      <Button size="sm" variant="ghost" onClick={onReplace}>
        Replace
      </Button>
    </div>
  );
}
