'use client';
import { SearchX, X } from 'lucide-react';
import { EmptyState } from '../feedback/empty-state.tsx';
import { Button } from '../ui/button.tsx';
import { activeFilters, filterWords } from './filter-words.ts';
import type { FilterDef, ListParams } from './list-types.ts';
import { filterKeys, type ListControls } from './use-list-state.ts';

export interface NoResultsProps {
  filters: readonly FilterDef[];
  params: ListParams;
  controls: ListControls;
  /** "mails". */
  many: string;
}

/** Nothing matches: offers to drop the search or one filter. */
export function NoResults({ filters, params, controls, many }: NoResultsProps) {
  const active = activeFilters(filters, params);
  const drops = active.map((filter) => ({
    key: filter.key,
    label: `${filter.label}: ${filterWords(filter, params)}`,
    drop: () => controls.setFilters(Object.fromEntries(filterKeys(filter).map((key) => [key, null]))),
  }));
  if (params.q) drops.unshift({ key: 'q', label: `Search: ${params.q}`, drop: () => controls.search('') });
  return (
    <EmptyState
      icon={SearchX}
      title={`No ${many} match`}
      description={drops.length > 1 ? 'Drop one of these to see more:' : 'Drop this to see more:'}
      action={
        <>
          {drops.map((drop) => (
            <Button key={drop.key} onClick={drop.drop} className="max-w-72">
              <X aria-hidden />
              <span dir="auto" className="truncate">
                {drop.label}
              </span>
            </Button>
          ))}
          {drops.length > 1 ? (
            <Button variant="ghost" onClick={controls.clear}>
              Drop all
            </Button>
          ) : null}
        </>
      }
    />
  );
}
