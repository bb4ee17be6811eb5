'use client';
import type { ReactNode } from 'react';
import { Affix, Input, inAffix } from '../ui/input.tsx';
import { Field, type FieldProps } from './field.tsx';

export interface NumberFieldProps extends FieldProps {
  placeholder?: string;
  /** "MB", "seconds", "mails a minute". */
  unit?: ReactNode;
  /** Decimal numbers allowed. */
  decimal?: boolean;
}

/**
 * A number. The value is a number, or null when empty; what is not a number stays as typed (a string) so that the schema's
 * message shows. No spinner and no change by the mouse wheel.
 */
export function NumberField({ placeholder, unit, decimal, ...frame }: NumberFieldProps) {
  return (
    <Field {...frame}>
      {({ field, control }) => (
        <Affix suffix={unit} className="max-w-56">
          <Input
            {...field}
            {...control}
            inputMode={decimal ? 'decimal' : 'numeric'}
            autoComplete="off"
            placeholder={placeholder}
            value={field.value ?? ''}
            onChange={(event) => field.onChange(readNumber(event.target.value))}
            className={`${inAffix} tabular-nums`}
          />
        </Affix>
      )}
    </Field>
  );
}

function readNumber(text: string): number | string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return /^-?\d+(\.\d+)?$/.test(trimmed) && String(Number(trimmed)) === trimmed ? Number(trimmed) : text;
}
