'use client';
import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import {
  type ControllerFieldState,
  type ControllerRenderProps,
  type FieldValues,
  useController,
} from 'react-hook-form';
import { cn } from '../ui/cn.ts';
import { Label } from '../ui/label.tsx';

/** What every field takes. */
export interface FieldProps {
  /** Name in the schema; dotted for nested values. */
  name: string;
  label: string;
  /** Plain words under the label. */
  help?: ReactNode;
  /** Marks the label "(optional)". */
  optional?: boolean;
  disabled?: boolean;
  className?: string;
}

/** The attributes that tie a control to its label, help and error. */
export interface ControlAttributes {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
}

export interface FieldFrameProps extends Pick<FieldProps, 'label' | 'help' | 'optional' | 'className'> {
  error?: string;
  children: (control: ControlAttributes) => ReactNode;
}

/** Label, help, control and error of one field, tied together. For controls outside a `Form`, too. */
export function FieldFrame({ label, help, optional, error, className, children }: FieldFrameProps) {
  const id = useId();
  const described = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={cn('flex flex-col gap-1.5', className)}>
      <div>
        <Label htmlFor={id}>
          {label} {optional ? <span className="font-normal text-muted-foreground">(optional)</span> : null}
        </Label>
        {help ? (
          <div id={`${id}-help`} className="text-muted-foreground text-sm">
            {help}
          </div>
        ) : null}
      </div>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      <FieldError id={`${id}-error`} message={error} />
    </div>
  );
}

/** The error under a field; the icon says it without colour. */
export function FieldError({ id, message }: { id: string; message?: string }) {
  if (!message) return null;
  return (
    <p id={id} className="flex items-start gap-1.5 text-danger text-sm">
      <CircleAlert aria-hidden className="mt-0.75 size-3.5 shrink-0" />
      <span className="wrap-anywhere min-w-0">{message}</span>
    </p>
  );
}

export interface FieldRender {
  field: ControllerRenderProps<FieldValues, string>;
  control: ControlAttributes;
  state: ControllerFieldState;
}

/** A field of the surrounding `Form` with a control of your own: `children({ field, control })`. */
export function Field({ children, ...props }: FieldProps & { children: (parts: FieldRender) => ReactNode }) {
  const { field, fieldState } = useController({ name: props.name, disabled: props.disabled || undefined });
  return (
    <FieldFrame {...props} error={errorText(fieldState)}>
      {(control) => children({ field, control, state: fieldState })}
    </FieldFrame>
  );
}

/** The text of a field's error; of a list the first one of its items. */
export function errorText(state: ControllerFieldState): string | undefined {
  const { error } = state;
  if (!error) return undefined;
  if (error.message) return error.message;
  const nested = Object.values(error).find((one) => one && typeof one === 'object' && 'message' in one);
  return nested ? String((nested as { message: unknown }).message) : 'This value is not valid.';
}
