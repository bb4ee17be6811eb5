'use client';
import { ListFilter, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from '../ui/dropdown-menu.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '../ui/popover.tsx';
import { FilterEditor } from './filter-editor.tsx';
import { activeFilters, filterWords } from './filter-words.ts';
import type { FilterDef, ListParams } from './list-types.ts';
import { filterKeys, type ListControls } from './use-list-state.ts';

export interface FilterBarProps {
  filters: readonly FilterDef[];
  params: ListParams;
  controls: ListControls;
}

/** "Filter" menu and a chip for each active filter: click edits, the cross removes. */
export function FilterBar({ filters, params, controls }: FilterBarProps) {
  const [fresh, setFresh] = useState<string | null>(null);
  const active = activeFilters(filters, params);
  const shown = filters.filter((filter) => active.includes(filter) || filter.key === fresh);
  const rest = filters.filter((filter) => !shown.includes(filter));
  return (
    <>
      {shown.map((filter) => (
        <FilterChip
          key={filter.key}
          filter={filter}
          params={params}
          controls={controls}
          fresh={filter.key === fresh}
          onSettled={() => setFresh(null)}
        />
      ))}
      {rest.length > 0 ? (
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button variant="ghost">
              <ListFilter aria-hidden />
              Filter
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="start" onCloseAutoFocus={(event) => fresh && event.preventDefault()}>
            {rest.map((filter) => (
              <DropdownMenuItem key={filter.key} onSelect={() => setFresh(filter.key)}>
                {filter.label}
              </DropdownMenuItem>
            ))}
          </DropdownMenuContent>
        </DropdownMenu>
      ) : null}
    </>
  );
}

interface FilterChipProps {
  filter: FilterDef;
  params: ListParams;
  controls: ListControls;
  fresh: boolean;
  onSettled: () => void;
}

function FilterChip({ filter, params, controls, fresh, onSettled }: FilterChipProps) {
  const [open, setOpen] = useState(fresh);
  const change = (next: boolean) => {
    setOpen(next);
    if (!next) onSettled();
  };
  const remove = () => {
    controls.setFilters(Object.fromEntries(filterKeys(filter).map((key) => [key, null])));
    onSettled();
  };
  const words = filterWords(filter, params);
  return (
    <span className="inline-flex h-8 max-w-full items-stretch rounded-md border bg-card text-sm pointer-coarse:h-10">
      <Popover open={open} onOpenChange={change}>
        <PopoverTrigger asChild>
          <button
            type="button"
            className="flex min-w-0 items-center gap-1 rounded-l-md px-2.5 hover:bg-accent"
            aria-label={`Filter ${filter.label}: ${words || 'not set'}. Edit`}
          >
            <span className="shrink-0 text-muted-foreground">{filter.label}</span>
            <span dir="auto" className="truncate font-medium">
              {words}
            </span>
          </button>
        </PopoverTrigger>
        <PopoverContent aria-label={`Filter by ${filter.label}`} className="w-64 p-2">
          <FilterEditor filter={filter} params={params} controls={controls} onDone={() => change(false)} />
        </PopoverContent>
      </Popover>
      <button
        type="button"
        aria-label={`Remove the filter ${filter.label}`}
        onClick={remove}
        className="flex w-7 items-center justify-center rounded-r-md border-l text-muted-foreground hover:bg-accent hover:text-foreground"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  );
}
