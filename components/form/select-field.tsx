'use client';
import { Select, type SelectOption } from '../ui/select.tsx';
import { Field, type FieldProps } from './field.tsx';

export interface SelectFieldProps extends FieldProps {
  options: readonly SelectOption[];
  placeholder?: string;
  /** Adds a first line with this label that stands for null. */
  emptyLabel?: string;
}

const none = '__none';

/** One of a few. The value is the option's string (or null with `emptyLabel`). */
export function SelectField({ options, placeholder, emptyLabel, ...frame }: SelectFieldProps) {
  const all = emptyLabel ? [{ value: none, label: emptyLabel }, ...options] : options;
  return (
    <Field {...frame}>
      {({ field, control }) => (
        <Select
          {...control}
          ref={field.ref}
          name={field.name}
          onBlur={field.onBlur}
          options={all}
          placeholder={placeholder}
          disabled={field.disabled}
          value={field.value == null ? (emptyLabel ? none : undefined) : String(field.value)}
          onValueChange={(value) => value !== '' && field.onChange(value === none ? null : value)}
        />
      )}
    </Field>
  );
}
