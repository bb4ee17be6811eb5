'use client';
import { useQuery } from '@tanstack/react-query';
import { History, Play } from 'lucide-react';
import { useState } from 'react';
import { getJson } from '#app/api-client.ts';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { PageHeader } from '#components/frame/page-header.tsx';
import { StateBadge } from '#components/mail/state-badge.tsx';
import { stateOptions } from '#components/mail/state-words.ts';
import { DataTable } from '#components/table/data-table.tsx';
import type { Column } from '#components/table/list-types.ts';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Sheet, SheetContent } from '#components/ui/sheet.tsx';
import { Switch } from '#components/ui/switch.tsx';
import type { ActionRunItem, ScheduledActionItem } from '#lib/schedule/scheduled-action-schema.ts';
import { useChangeAction } from '../actions-table.tsx';
import { durationWords } from '../duration-words.ts';
import { IntervalEditor } from '../interval-editor.tsx';
import { NextRunEditor } from '../next-run-editor.tsx';
import { actionRunsQuery } from '../queries.ts';
import { RunSheet } from '../run-sheet.tsx';

const filters = [
  {
    key: 'status',
    label: 'Result',
    kind: 'choice' as const,
    options: stateOptions('run').filter(({ value }) => value !== 'running'),
  },
];

interface ActionDetailProps {
  action: ScheduledActionItem;
  /** The shortest interval it may have here, in minutes; null: any. */
  shortestMinutes: number | null;
}

/** The head with the plan, changed in place, and the runs of the last 30 days with their logs. */
export function ActionDetail({ action: first, shortestMinutes }: ActionDetailProps) {
  const { data: action } = useQuery({
    queryKey: ['scheduled-actions', 'one', first.id],
    queryFn: ({ signal }) => getJson<ScheduledActionItem>(`/scheduled-actions/${first.id}`, undefined, signal),
    initialData: first,
  });
  const [list] = useState(() => actionRunsQuery(first.id));
  const [run, setRun] = useState<ActionRunItem | null>(null);
  const [starting, setStarting] = useState(false);
  return (
    <>
      <PageHeader
        title={action.name}
        badge={
          action.running || action.lastStatus ? (
            <StateBadge kind="run" state={action.running ? 'running' : (action.lastStatus ?? '')} />
          ) : undefined
        }
        crumbs={[
          { label: 'Technical' },
          { label: 'Scheduled actions', href: '/technical/scheduled-actions' },
          { label: action.name },
        ]}
        actions={
          <Button variant="primary" disabled={action.running} onClick={() => setStarting(true)}>
            <Play aria-hidden /> Run manually
          </Button>
        }
      >
        <Plan action={action} />
        {shortestMinutes === null ? null : (
          <p className="text-muted-foreground text-sm">
            In the online edition it runs every {shortestMinutes} minutes at most: many companies share the machines.
            Have incoming mail redirected to the domain of the platform, and it arrives without delay.
          </p>
        )}
      </PageHeader>
      <DataTable
        label={`Runs of ${action.name}`}
        noun={{ one: 'run', many: 'runs' }}
        list={list}
        rowId={(row) => String(row.id)}
        onRowOpen={setRun}
        searchable={false}
        filters={filters}
        columns={columns}
        empty={
          <EmptyState
            icon={History}
            title="No run yet"
            description="Each run of the last 30 days stands here with its result and log."
          />
        }
      />
      <RunSheet action={starting ? action : null} onClose={() => setStarting(false)} />
      <LogSheet run={run} onClose={() => setRun(null)} />
    </>
  );
}

function Plan({ action }: { action: ScheduledActionItem }) {
  const change = useChangeAction();
  return (
    <dl className="flex flex-wrap items-center gap-x-8 gap-y-3 text-sm [&>div]:flex [&>div]:items-center [&>div]:gap-2.5 [&_dt]:text-muted-foreground">
      <div>
        <dt>Every</dt>
        <dd>
          <IntervalEditor action={action} onChange={change} />
        </dd>
      </div>
      <div>
        <dt>Next run</dt>
        <dd>{action.active ? <NextRunEditor action={action} onChange={change} /> : 'Switched off'}</dd>
      </div>
      <div>
        <dt>Active</dt>
        <dd className="flex">
          <Switch
            checked={action.active}
            onCheckedChange={(active) =>
              void change(action, { active }, `${action.name} is switched ${active ? 'on' : 'off'}`)
            }
            aria-label={`${action.name} is active`}
          />
        </dd>
      </div>
      {action.failureCount > 0 ? (
        <div>
          <dt>Failures in a row</dt>
          <dd className="font-medium text-danger tabular-nums">{action.failureCount}</dd>
        </div>
      ) : null}
    </dl>
  );
}

const startedByWords: Record<string, string> = { clock: 'The clock', cron: 'The cron address', manual: 'A person' };

const columns: Column<ActionRunItem>[] = [
  { id: 'startedAt', header: 'Started', sort: 'startedAt', cell: (row) => <RelativeTime value={row.startedAt} /> },
  {
    id: 'status',
    header: 'Result',
    width: '10rem',
    cell: (row) => <StateBadge kind="run" state={row.status ?? 'running'} />,
  },
  { id: 'done', header: 'Done', width: '6rem', align: 'right', cell: (row) => row.done },
  { id: 'remaining', header: 'Left', width: '6rem', align: 'right', hideOnPhone: true, cell: (row) => row.remaining },
  {
    id: 'took',
    header: 'Took',
    width: '7rem',
    align: 'right',
    hideOnPhone: true,
    cell: ({ startedAt, finishedAt }) =>
      finishedAt ? durationWords(new Date(finishedAt).getTime() - new Date(startedAt).getTime()) : null,
  },
  {
    id: 'startedBy',
    header: 'Started by',
    width: '9rem',
    hideOnNarrow: true,
    cell: (row) => startedByWords[row.startedBy] ?? row.startedBy,
  },
];

function LogSheet({ run, onClose }: { run: ActionRunItem | null; onClose: () => void }) {
  return (
    <Sheet open={run !== null} onOpenChange={(open) => !open && onClose()}>
      {run ? (
        <SheetContent title="Log of the run" size="lg">
          <div className="mb-4 flex items-center gap-3 text-sm">
            <StateBadge kind="run" state={run.status ?? 'running'} />
            <RelativeTime value={run.startedAt} className="text-muted-foreground" />
          </div>
          <CodeBlock code={run.log || 'Nothing was logged.'} label="log of the run" />
        </SheetContent>
      ) : null}
    </Sheet>
  );
}
