'use client';
import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { Check, ChevronsUpDown, X } from 'lucide-react';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import { controlLook } from '../ui/input.tsx';
import { menuItemLook } from '../ui/menu-look.ts';
import { Popover, PopoverContent, PopoverTrigger } from '../ui/popover.tsx';
import { type ControlAttributes, Field, type FieldProps } from './field.tsx';

export interface RelationOption {
  id: number | string;
  label: string;
  /** Smaller, after the label: an address. */
  note?: ReactNode;
}

export interface RelationPickerProps {
  value: RelationOption | null;
  onChange: (option: RelationOption | null) => void;
  /** Key the results are kept under: `['contacts', 'options']`. */
  queryKey: readonly unknown[];
  search: (text: string) => Promise<readonly RelationOption[]>;
  placeholder?: string;
  clearable?: boolean;
  disabled?: boolean;
  onBlur?: () => void;
  control?: Partial<ControlAttributes>;
  'aria-label'?: string;
}

export interface RelationFieldProps
  extends FieldProps,
    Pick<RelationPickerProps, 'queryKey' | 'search' | 'placeholder' | 'clearable'> {
  /** Store only the id; then `initial` gives the option of the stored id. */
  idOnly?: boolean;
  initial?: RelationOption | null;
}

/** Another record, found while typing. The value is `{ id, label }`, or the id with `idOnly`; null = none. */
export function RelationField({
  queryKey,
  search,
  placeholder,
  clearable,
  idOnly,
  initial,
  ...frame
}: RelationFieldProps) {
  const [picked, setPicked] = useState<RelationOption | null>(initial ?? null);
  return (
    <Field {...frame}>
      {({ field, control }) => {
        const known = [picked, initial].find((one) => one?.id === field.value);
        const stored = field.value == null ? null : { id: field.value, label: `#${field.value}` };
        return (
          <RelationPicker
            control={control}
            queryKey={queryKey}
            search={search}
            placeholder={placeholder}
            clearable={clearable}
            disabled={field.disabled}
            onBlur={field.onBlur}
            value={idOnly ? (known ?? stored) : (field.value ?? null)}
            onChange={(option) => {
              setPicked(option);
              field.onChange(idOnly ? (option?.id ?? null) : option);
            }}
          />
        );
      }}
    </Field>
  );
}

/** The search combobox alone, for dialogs and filters. */
export function RelationPicker(props: RelationPickerProps) {
  const { value, onChange, placeholder = 'Choose', clearable = true, disabled, control, onBlur } = props;
  const [open, setOpen] = useState(false);
  const pick = (option: RelationOption | null) => {
    onChange(option);
    setOpen(false);
  };
  return (
    <Popover
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) onBlur?.();
      }}
    >
      <div className="flex items-center gap-1">
        <PopoverTrigger asChild>
          <button
            type="button"
            {...control}
            aria-label={props['aria-label']}
            disabled={disabled}
            className={cn(
              controlLook,
              'flex h-8 min-w-0 flex-1 items-center justify-between gap-2 px-2.5 text-left pointer-coarse:h-10',
            )}
          >
            <span dir="auto" className={cn('truncate', !value && 'text-muted-foreground')}>
              {value?.label ?? placeholder}
            </span>
            <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />
          </button>
        </PopoverTrigger>
        {clearable && value && !disabled ? (
          <Button variant="ghost" size="icon" aria-label="Clear" onClick={() => onChange(null)}>
            <X aria-hidden />
          </Button>
        ) : null}
      </div>
      <PopoverContent aria-label={placeholder} className="w-(--radix-popover-trigger-width) min-w-64 p-0">
        <Results {...props} onPick={pick} />
      </PopoverContent>
    </Popover>
  );
}

function Results({
  queryKey,
  search,
  value,
  onPick,
}: RelationPickerProps & { onPick: (option: RelationOption) => void }) {
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const { data, isError, isPending } = useQuery({
    queryKey: [...queryKey, asked],
    queryFn: () => search(asked),
    placeholderData: (old) => old,
  });
  return (
    <Command shouldFilter={false} label="Search">
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder="Type to search"
        className="h-9 w-full border-b bg-transparent px-3 text-base outline-none placeholder:text-muted-foreground"
      />
      <Command.List className="max-h-64 overflow-y-auto p-1">
        <Command.Empty className="px-2 py-3 text-muted-foreground text-sm">
          {isError ? 'The search did not work. Try again.' : isPending ? 'Searching' : `Nothing found for "${asked}".`}
        </Command.Empty>
        {(data ?? []).map((option) => (
          <Command.Item
            key={option.id}
            value={String(option.id)}
            onSelect={() => onPick(option)}
            className={cn(menuItemLook, 'pr-8 data-[selected=true]:bg-accent')}
          >
            <span dir="auto" className="truncate">
              {option.label}
            </span>
            {option.note ? <span className="truncate text-muted-foreground">{option.note}</span> : null}
            {value?.id === option.id ? <Check aria-hidden className="absolute right-2" /> : null}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}
