'use client';
import { Search, X } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { Kbd } from '../ui/kbd.tsx';

export interface SearchBoxProps {
  value: string;
  onSearch: (text: string) => void;
  placeholder: string;
  inputRef: RefObject<HTMLInputElement | null>;
}

/** The list's search: takes effect while typing, Escape empties it, "/" comes here. */
export function SearchBox({ value, onSearch, placeholder, inputRef }: SearchBoxProps) {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    // The URL follows the typing a moment later; only a change that we did not send (back button, "drop the search") comes back.
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  const change = (next: string) => {
    setText(next);
    sent.current = next.trim();
    onSearch(sent.current);
  };
  return (
    <div className="group relative w-full sm:w-72">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted-foreground"
      />
      <input
        ref={inputRef}
        type="search"
        aria-label={placeholder}
        placeholder={placeholder}
        value={text}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          if (text) change('');
          else event.currentTarget.blur();
        }}
        className="h-8 w-full rounded-md border border-input bg-background pr-8 pl-8 text-sm outline-none placeholder:text-muted-foreground hover:border-foreground/50 focus-visible:border-ring focus-visible:ring-2 focus-visible:ring-ring/35 max-sm:text-[16px] pointer-coarse:h-10 [&::-webkit-search-cancel-button]:hidden"
      />
      {text ? (
        <button
          type="button"
          aria-label="Empty the search"
          onClick={() => change('')}
          className="absolute top-1/2 right-1 flex size-6 -translate-y-1/2 items-center justify-center rounded-md text-muted-foreground hover:text-foreground"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      ) : (
        <Kbd className="pointer-events-none absolute top-1/2 right-1.5 -translate-y-1/2 group-focus-within:hidden max-sm:hidden">
          /
        </Kbd>
      )}
    </div>
  );
}
