'use client';
import { useFormats } from './locale.tsx';

export interface NumberFormatProps {
  value: number;
  /** Unit after the number, as "MB" or "a minute". */
  unit?: string;
  /** There are more than that: "10,000+". */
  andMore?: boolean;
  options?: Intl.NumberFormatOptions;
  className?: string;
}

/** A number in the user's format with tabular figures. */
export function NumberFormat({ value, unit, andMore = false, options, className }: NumberFormatProps) {
  const format = useNumberFormat(options);
  return (
    <span className={className ? `tabular-nums ${className}` : 'tabular-nums'}>
      {format(value)}
      {andMore ? '+' : null}
      {unit ? ` ${unit}` : null}
    </span>
  );
}

/** A function that writes numbers in the user's format, for texts: `format(12408)` is "12,408". */
export function useNumberFormat(options?: Intl.NumberFormatOptions): (value: number) => string {
  const { locale } = useFormats();
  const formatter = new Intl.NumberFormat(locale, options);
  return (value) => formatter.format(value);
}
