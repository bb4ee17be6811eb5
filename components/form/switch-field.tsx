'use client';
import { useId } from 'react';
import { useController } from 'react-hook-form';
import { cn } from '../ui/cn.ts';
import { Label } from '../ui/label.tsx';
import { Switch } from '../ui/switch.tsx';
import { errorText, FieldError, type FieldProps } from './field.tsx';

/** On or off, with the words at the left and the switch at the right. The value is a boolean. */
export function SwitchField({ name, label, help, disabled, className }: FieldProps) {
  const id = useId();
  const { field, fieldState } = useController({ name, disabled: disabled || undefined });
  const error = errorText(fieldState);
  return (
    <div className={cn('flex flex-col gap-1.5', className)}>
      <div className="flex items-start justify-between gap-6">
        <div className="min-w-0">
          <Label htmlFor={id}>{label}</Label>
          {help ? (
            <div id={`${id}-help`} className="text-muted-foreground text-sm">
              {help}
            </div>
          ) : null}
        </div>
        <Switch
          id={id}
          ref={field.ref}
          name={field.name}
          disabled={field.disabled}
          checked={Boolean(field.value)}
          onCheckedChange={field.onChange}
          onBlur={field.onBlur}
          aria-describedby={help ? `${id}-help` : undefined}
          aria-invalid={error ? true : undefined}
        />
      </div>
      <FieldError id={`${id}-error`} message={error} />
    </div>
  );
}
