'use client';
import { X } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, type RefCallback, useRef, useState } from 'react';
import { cn } from './cn.ts';

export interface ChipsInputProps {
  value: readonly string[];
  onChange: (value: string[]) => void;
  onBlur?: () => void;
  id?: string;
  placeholder?: string;
  disabled?: boolean;
  /** A reason when one chip is wrong: it is drawn red with the reason as its title. */
  check?: (chip: string) => string | null;
  /** Receives the text box, to focus it. */
  inputRef?: RefCallback<HTMLInputElement>;
  'aria-label'?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
}

/**
 * Several short texts (addresses, domains). Enter, comma, semicolon, space or leaving the field makes a chip; Backspace in an
 * empty field takes the last one; pasting a list makes many; duplicates are dropped.
 */
export function ChipsInput({
  value,
  onChange,
  onBlur,
  id,
  placeholder,
  disabled,
  check,
  inputRef,
  ...aria
}: ChipsInputProps) {
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);

  const add = (raw: string) => {
    const fresh = splitChips(raw).filter((chip) => !value.includes(chip));
    if (fresh.length > 0) onChange([...value, ...new Set(fresh)]);
    setText('');
  };
  const remove = (chip: string) => {
    onChange(value.filter((one) => one !== chip));
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (text && ['Enter', ',', ';', ' '].includes(event.key)) {
      event.preventDefault();
      add(text);
    } else if (event.key === 'Backspace' && !text && value.length > 0) {
      onChange(value.slice(0, -1));
    }
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData('text');
    if (!/[\s,;]/.test(pasted.trim())) return;
    event.preventDefault();
    add(text + pasted);
  };

  return (
    <div
      className={cn(
        'flex min-h-8 w-full cursor-text flex-wrap items-center gap-1 rounded-md border border-input bg-background p-1 transition-colors focus-within:border-ring focus-within:ring-2 focus-within:ring-ring/35 hover:border-foreground/50 pointer-coarse:min-h-10',
        aria['aria-invalid'] && 'border-danger',
        disabled && 'cursor-not-allowed bg-muted opacity-70',
      )}
    >
      {value.map((chip) => (
        <Chip key={chip} chip={chip} wrong={check?.(chip) ?? null} disabled={disabled} onRemove={() => remove(chip)} />
      ))}
      <input
        ref={(element) => {
          input.current = element;
          inputRef?.(element);
        }}
        id={id}
        {...aria}
        value={text}
        disabled={disabled}
        placeholder={value.length === 0 ? placeholder : undefined}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => {
          if (text) add(text);
          onBlur?.();
        }}
        className="h-6 min-w-12 flex-1 bg-transparent px-1.5 text-base outline-none placeholder:text-muted-foreground max-sm:text-[16px]"
      />
    </div>
  );
}

interface ChipProps {
  chip: string;
  wrong: string | null;
  disabled?: boolean;
  onRemove: () => void;
}

function Chip({ chip, wrong, disabled, onRemove }: ChipProps) {
  return (
    <span
      title={wrong ?? undefined}
      className={cn(
        'inline-flex h-6 max-w-full items-center rounded-md border bg-muted pl-2 text-sm',
        wrong && 'border-danger-line bg-danger-soft text-danger',
      )}
    >
      <span dir="auto" className="truncate">
        {chip}
      </span>
      <button
        type="button"
        disabled={disabled}
        aria-label={`Remove ${chip}`}
        onClick={onRemove}
        className="flex size-6 shrink-0 items-center justify-center rounded-md text-muted-foreground hover:text-foreground"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  );
}

function splitChips(raw: string): string[] {
  return raw
    .split(/[\s,;]+/)
    .map((chip) => chip.trim())
    .filter(Boolean);
}
