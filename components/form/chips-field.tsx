'use client';
import { ChipsInput } from '../ui/chips-input.tsx';
import { Field, type FieldProps } from './field.tsx';

export interface ChipsFieldProps extends FieldProps {
  placeholder?: string;
  /** A reason when one chip is wrong, else null. */
  check?: (chip: string) => string | null;
  /** The value is one text joined by ", " instead of a list of texts. */
  joined?: boolean;
}

/** Several short texts: addresses, domains. The value is a list of strings (or one string with `joined`). */
export function ChipsField({ placeholder, check, joined, ...frame }: ChipsFieldProps) {
  return (
    <Field {...frame}>
      {({ field, control }) => (
        <ChipsInput
          {...control}
          value={asList(field.value)}
          onChange={(chips) => field.onChange(joined ? chips.join(', ') : chips)}
          onBlur={field.onBlur}
          disabled={field.disabled}
          placeholder={placeholder}
          check={check}
          inputRef={field.ref}
        />
      )}
    </Field>
  );
}

function asList(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? value.split(/[\s,;]+/).filter(Boolean) : [];
}
