'use client';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react';
import { cn } from '../ui/cn.ts';
import { menuItemLook, popLook } from '../ui/menu-look.ts';
import type { Recipient } from './chatter-types.ts';

interface RecipientsInputProps {
  value: Recipient[];
  onChange: (value: Recipient[]) => void;
  find: (text: string) => Promise<Recipient[]>;
  queryKey: readonly unknown[];
  label?: string;
}

const address = /^[^\s<>@,;]+@[^\s<>@,;]+\.[^\s<>@,;]+$/;

/** Whom a message goes to: chips, found by name or address while typing; a new address becomes a contact when it is sent. */
export function RecipientsInput({ value, onChange, find, queryKey, label = 'To' }: RecipientsInputProps) {
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const options = useOptions(text, value, find, queryKey);
  const open = text.trim() !== '' && options.length > 0;
  const add = (person: Recipient) => {
    onChange([...value, person]);
    setText('');
    setAt(0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const picked = options[at];
    if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      setAt((at + (event.key === 'ArrowDown' ? 1 : options.length - 1)) % options.length);
    } else if (text.trim() && ['Enter', ',', ';'].includes(event.key)) {
      if (picked) add(picked);
    } else if (event.key === 'Escape' && text) setText('');
    else if (event.key === 'Backspace' && !text) return onChange(value.slice(0, -1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="relative min-w-0 flex-1">
      <div className="flex min-h-7 flex-wrap items-center gap-1">
        {value.map((person) => (
          <Chip key={keyOf(person)} person={person} onRemove={() => onChange(value.filter((one) => one !== person))} />
        ))}
        <input
          role="combobox"
          aria-label={label}
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={open ? `${id}-${at}` : undefined}
          autoComplete="off"
          value={text}
          placeholder={value.length === 0 ? 'Name or address' : undefined}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => {
            const typed = options.find((option) => option.email === text.trim());
            if (typed) add(typed);
          }}
          className="h-7 min-w-28 flex-1 rounded-sm bg-transparent px-1 text-sm outline-none placeholder:text-muted-foreground max-sm:text-[16px] pointer-coarse:h-9"
        />
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label="People"
        className={cn(popLook, 'absolute inset-x-0 top-full mt-1 max-h-64', !open && 'hidden')}
      >
        {options.map((person, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the focus and the keys
          <div
            key={keyOf(person)}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => add(person)}
            className={cn(menuItemLook, 'aria-selected:bg-accent')}
          >
            <span dir="auto" className="truncate">
              {person.name || `Add ${person.email}`}
            </span>
            {person.name ? <span className="truncate text-muted-foreground">{person.email}</span> : null}
          </div>
        ))}
      </div>
    </div>
  );
}

/** People who fit, and the address itself where nobody has it. */
function useOptions(
  text: string,
  value: Recipient[],
  find: RecipientsInputProps['find'],
  queryKey: readonly unknown[],
) {
  const asked = useDeferredValue(text.trim());
  const { data } = useQuery({
    queryKey: [...queryKey, 'people', asked],
    queryFn: () => find(asked),
    enabled: asked.length > 1,
    placeholderData: (old) => old,
  });
  const chosen = new Set(value.map(keyOf));
  const found = (asked.length > 1 ? (data ?? []) : []).filter((person) => !chosen.has(keyOf(person)));
  const typed = text.trim();
  const isNew = address.test(typed) && !found.some(({ email }) => email.toLowerCase().includes(typed.toLowerCase()));
  return isNew && !chosen.has(typed.toLowerCase()) ? [{ contactId: null, name: '', email: typed }, ...found] : found;
}

function Chip({ person, onRemove }: { person: Recipient; onRemove: () => void }) {
  const label = person.name || person.email;
  return (
    <span
      title={person.email || 'No email address'}
      className={cn(
        'inline-flex h-6.5 max-w-full items-center rounded-md border bg-muted pl-2 text-sm',
        !person.email && 'border-warning-line bg-warning-soft text-warning',
      )}
    >
      <span dir="auto" className="truncate">
        {label}
      </span>
      <button
        type="button"
        aria-label={`Remove ${label}`}
        onClick={onRemove}
        className="flex size-6.5 shrink-0 items-center justify-center rounded-md text-muted-foreground hover:text-foreground"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  );
}

function keyOf({ contactId, email }: Recipient): string {
  return contactId === null ? email.toLowerCase() : `contact-${contactId}`;
}
