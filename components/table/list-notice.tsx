'use client';
import type { ReactNode } from 'react';
import { EmptyState } from '../feedback/empty-state.tsx';
import { ErrorState } from '../feedback/error-state.tsx';
import { Button } from '../ui/button.tsx';
import { useNumberFormat } from '../ui/number-format.tsx';
import type { FilterDef, ListPage, ListParams } from './list-types.ts';
import { NoResults } from './no-results.tsx';
import type { ListControls } from './use-list-state.ts';

export interface ListNoticeProps {
  query: { data: ListPage<unknown> | undefined; isError: boolean; isPending: boolean; refetch: () => unknown };
  params: ListParams;
  page: number;
  filters: readonly FilterDef[];
  controls: ListControls;
  noun: { one: string; many: string };
  empty?: ReactNode;
}

/** What stands under (or instead of) the rows: an error, nothing yet, nothing found; and the count for screen readers. */
export function ListNotice({ query, params, page, filters, controls, noun, empty }: ListNoticeProps) {
  const format = useNumberFormat();
  const { data } = query;
  if (query.isError) {
    return (
      <ErrorState
        title={data ? `The ${noun.many} could not be refreshed` : `The ${noun.many} could not be loaded`}
        description="The server did not answer as expected. Check your connection and try again."
        onRetry={() => void query.refetch()}
      />
    );
  }
  if (!data) return null;
  if (data.items.length > 0) {
    return (
      <p role="status" className="sr-only">
        {format(data.total)} {data.total === 1 ? noun.one : noun.many}
      </p>
    );
  }
  if (params.q || Object.keys(params.filters).length > 0) {
    return <NoResults filters={filters} params={params} controls={controls} many={noun.many} />;
  }
  if (page > 1 || params.cursor) {
    const back = <Button onClick={controls.clear}>Show the first page</Button>;
    return <EmptyState title={`No ${noun.many} on this page any more`} action={back} />;
  }
  return <>{empty ?? <EmptyState title={`No ${noun.many} yet`} />}</>;
}
