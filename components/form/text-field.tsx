'use client';
import type { HTMLInputTypeAttribute, ReactNode } from 'react';
import { Affix, Input, inAffix } from '../ui/input.tsx';
import { Textarea } from '../ui/textarea.tsx';
import { Field, type FieldProps } from './field.tsx';

export interface TextFieldProps extends FieldProps {
  /** An example. */
  placeholder?: string;
  type?: HTMLInputTypeAttribute;
  autoComplete?: string;
  autoFocus?: boolean;
  readOnly?: boolean;
  /** Before the text. */
  prefix?: ReactNode;
  /** After the text: a unit or a domain. */
  suffix?: ReactNode;
  /** More than one line. */
  multiline?: boolean;
  rows?: number;
  /** Fixed-width letters: hosts, keys, code. */
  mono?: boolean;
}

/** A text. The value is a string; null and undefined show as empty. */
export function TextField(props: TextFieldProps) {
  const { placeholder, type, autoComplete, autoFocus, readOnly, prefix, suffix, multiline, rows, mono, ...frame } =
    props;
  const boxed = prefix || suffix;
  return (
    <Field {...frame}>
      {({ field, control }) => {
        const shared = {
          ...field,
          ...control,
          value: field.value ?? '',
          placeholder,
          autoComplete: autoComplete ?? 'off',
          autoFocus,
          readOnly,
          dir: 'auto' as const,
        };
        const font = mono ? 'font-mono text-sm' : undefined;
        if (multiline) return <Textarea {...shared} rows={rows} className={font} />;
        const input = <Input {...shared} type={type} className={`${boxed ? inAffix : ''} ${font ?? ''}`} />;
        return boxed ? (
          <Affix prefix={prefix} suffix={suffix}>
            {input}
          </Affix>
        ) : (
          input
        );
      }}
    </Field>
  );
}
