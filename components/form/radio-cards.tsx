'use client';
import { RadioGroup } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { useController } from 'react-hook-form';
import { cn } from '../ui/cn.ts';
import { errorText, FieldError, type FieldProps } from './field.tsx';

export interface RadioCard {
  value: string;
  label: string;
  description?: ReactNode;
  icon?: ReactNode;
  disabled?: boolean;
}

export interface RadioCardsProps extends FieldProps {
  options: readonly RadioCard[];
  /** Cards a row from tablets up (phones: 1). */
  columns?: 1 | 2 | 3 | 4;
}

const grids = { 1: '', 2: '@md:grid-cols-2', 3: '@lg:grid-cols-3', 4: '@sm:grid-cols-2 @2xl:grid-cols-4' };

/** One of a few that need a sentence each. The value is the card's string. */
export function RadioCards({ name, label, help, disabled, className, options, columns = 2 }: RadioCardsProps) {
  const id = useId();
  const { field, fieldState } = useController({ name, disabled: disabled || undefined });
  const error = errorText(fieldState);
  return (
    <div className={cn('flex flex-col gap-1.5', className)}>
      <div>
        <p id={`${id}-label`} className="font-medium text-sm">
          {label}
        </p>
        {help ? <div className="text-muted-foreground text-sm">{help}</div> : null}
      </div>
      <RadioGroup.Root
        ref={field.ref}
        name={field.name}
        value={field.value ?? ''}
        disabled={field.disabled}
        onValueChange={field.onChange}
        onBlur={field.onBlur}
        aria-labelledby={`${id}-label`}
        aria-describedby={error ? `${id}-error` : undefined}
        className={cn('grid gap-2', grids[columns])}
      >
        {options.map((option) => (
          <Card key={option.value} option={option} />
        ))}
      </RadioGroup.Root>
      <FieldError id={`${id}-error`} message={error} />
    </div>
  );
}

function Card({ option }: { option: RadioCard }) {
  return (
    <RadioGroup.Item
      value={option.value}
      disabled={option.disabled}
      className="group flex items-start gap-3 rounded-lg border border-input bg-background p-3 text-left transition-colors hover:border-foreground/50 disabled:cursor-not-allowed disabled:opacity-50 data-[state=checked]:border-primary data-[state=checked]:bg-primary-soft"
    >
      <span className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-input group-data-[state=checked]:border-primary group-data-[state=checked]:bg-primary">
        <RadioGroup.Indicator className="size-1.5 rounded-full bg-primary-foreground" />
      </span>
      {option.icon ? <span className="shrink-0 text-muted-foreground [&_svg]:size-5">{option.icon}</span> : null}
      <span className="min-w-0">
        <span className="block font-medium text-sm leading-5">{option.label}</span>
        {option.description ? <span className="block text-muted-foreground text-sm">{option.description}</span> : null}
      </span>
    </RadioGroup.Item>
  );
}
