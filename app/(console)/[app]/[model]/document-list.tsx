'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { parseAsString, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { PageHeader } from '#components/frame/page-header.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import { filterKeys } from '#components/table/use-list-state.ts';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import type { DocumentModel } from '#lib/core/enumerations.ts';
import type { FormOptions } from '#lib/documents/read-form-options.ts';
import { recordsQueries, stageCountsQuery } from './queries.ts';
import type { DocumentScreen } from './screens/screen.ts';
import { screens } from './screens/screens.ts';
import { useBulkActions } from './use-bulk-actions.tsx';

/** The list of a model: search, filters, stages with their counts, and what can be done with several at once. */
export function DocumentList({ model, options }: { model: DocumentModel; options: FormOptions }) {
  const screen = screens[model];
  const filters = useMemo(() => screen.filters(options), [screen, options]);
  const counts = useStageCounts(screen, filters);
  const bulk = useBulkActions(screen, options);
  const newButton = (
    <Button asChild variant="primary">
      <Link href={`${screen.path}/new`}>
        <Plus aria-hidden /> New {screen.noun.one}
      </Link>
    </Button>
  );
  const tabs = [
    { value: '', label: 'All', count: total(counts) },
    ...screen.stages.map((stage) => ({ ...stage, count: counts?.[stage.value] })),
  ];
  return (
    <>
      <PageHeader title={screen.title} crumbs={[...screen.app, { label: screen.title }]} actions={newButton} />
      <DataTable
        list={recordsQueries[model]}
        rowId={(row) => String(row.id)}
        rowHref={(row) => `${screen.path}/${row.id}`}
        columns={screen.columns}
        filters={filters}
        groups={screen.groups}
        tabs={screen.stages.length > 0 ? { key: 'stage', label: 'Stage', tabs } : undefined}
        bulkActions={bulk.actions}
        label={screen.title}
        noun={screen.noun}
        searchPlaceholder={screen.searchPlaceholder}
        empty={
          <EmptyState
            icon={screen.icon}
            title={`No ${screen.noun.many} yet`}
            description={screen.about}
            action={newButton}
          />
        }
      />
      {bulk.dialog}
    </>
  );
}

/** The counts belong to what is searched for, so they take the same search and filters as the list. */
function useStageCounts(screen: DocumentScreen, filters: ReturnType<DocumentScreen['filters']>) {
  const parsers = useMemo(() => {
    const keys = ['q', ...filters.flatMap(filterKeys).filter((key) => key !== 'stage')];
    return Object.fromEntries(keys.map((key) => [key, parseAsString]));
  }, [filters]);
  const [state] = useQueryStates(parsers);
  const asked = Object.fromEntries(
    Object.entries(state).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
  const query = useQuery({ ...stageCountsQuery(screen.model, asked), enabled: screen.stages.length > 0 });
  return query.data;
}

function total(counts: Record<string, number> | undefined): number | undefined {
  return counts && Object.values(counts).reduce((sum, count) => sum + count, 0);
}
