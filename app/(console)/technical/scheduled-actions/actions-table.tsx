'use client';
import { useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { toast } from '#components/feedback/toaster.tsx';
import { PageHeader } from '#components/frame/page-header.tsx';
import { StateBadge } from '#components/mail/state-badge.tsx';
import { stateOptions } from '#components/mail/state-words.ts';
import { DataTable } from '#components/table/data-table.tsx';
import type { Column } from '#components/table/list-types.ts';
import { Button } from '#components/ui/button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { ScheduledActionItem, UpdateScheduledActionInput } from '#lib/schedule/scheduled-action-schema.ts';
import { saveScheduledAction } from './actions.ts';
import { durationWords } from './duration-words.ts';
import { IntervalEditor } from './interval-editor.tsx';
import { NextRunEditor } from './next-run-editor.tsx';
import { scheduledActionsQuery } from './queries.ts';
import { RunSheet } from './run-sheet.tsx';

export type ChangeAction = (
  action: ScheduledActionItem,
  change: UpdateScheduledActionInput,
  said: string,
) => Promise<boolean>;

const filters = [
  {
    key: 'active',
    label: 'Active',
    kind: 'choice' as const,
    single: true,
    options: [
      { value: 'true', label: 'Active' },
      { value: 'false', label: 'Switched off' },
    ],
  },
  {
    key: 'lastStatus',
    label: 'Last result',
    kind: 'choice' as const,
    options: stateOptions('run').filter(({ value }) => value !== 'running'),
  },
];

/** The scheduled actions; interval, next run and the switch are changed in place. */
export function ActionsTable() {
  const change = useChangeAction();
  const [running, setRunning] = useState<ScheduledActionItem | null>(null);
  return (
    <>
      <PageHeader
        title="Scheduled actions"
        description="What the system does by the clock: fetching mail, pushing the queue, cleaning up. Each runs once, however many processes there are."
        crumbs={[{ label: 'Technical' }, { label: 'Scheduled actions' }]}
      />
      <DataTable
        label="Scheduled actions"
        noun={{ one: 'scheduled action', many: 'scheduled actions' }}
        list={scheduledActionsQuery}
        rowId={(row) => String(row.id)}
        rowHref={(row) => `/technical/scheduled-actions/${row.id}`}
        filters={filters}
        columns={columns(change)}
        rowActions={(row) => (
          <Tooltip content="Run manually">
            <Button
              size="icon-sm"
              variant="ghost"
              aria-label={`Run ${row.name} manually`}
              disabled={row.running}
              onClick={() => setRunning(row)}
            >
              <Play aria-hidden />
            </Button>
          </Tooltip>
        )}
      />
      <RunSheet action={running} onClose={() => setRunning(null)} />
    </>
  );
}

/** Saves a change made in place and says so; the list is read again either way. */
export function useChangeAction(): ChangeAction {
  const queries = useQueryClient();
  return async (action, change, said) => {
    const result = await saveScheduledAction(action.id, change);
    if (result.ok) toast.success(said);
    else toast.error(result.message);
    await queries.invalidateQueries({ queryKey: ['scheduled-actions'] });
    return result.ok;
  };
}

function columns(change: ChangeAction): Column<ScheduledActionItem>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      sort: 'name',
      cell: (row) => <span className={row.active ? undefined : 'text-muted-foreground'}>{row.name}</span>,
    },
    {
      id: 'interval',
      header: 'Every',
      width: '12.5rem',
      hideOnPhone: true,
      cell: (row) => <IntervalEditor action={row} onChange={change} />,
    },
    {
      id: 'nextRunAt',
      header: 'Next run',
      sort: 'nextRunAt',
      width: '11rem',
      hideOnPhone: true,
      cell: (row) =>
        row.active ? (
          <NextRunEditor action={row} onChange={change} />
        ) : (
          <span className="text-muted-foreground">Switched off</span>
        ),
    },
    {
      id: 'lastStatus',
      header: 'Last result',
      width: '14rem',
      cell: (row) => <LastResult action={row} />,
    },
    {
      id: 'duration',
      header: 'Took',
      width: '6rem',
      align: 'right',
      hideOnPhone: true,
      cell: ({ lastDurationMs }) => (lastDurationMs === null ? null : durationWords(lastDurationMs)),
    },
    {
      id: 'active',
      header: 'Active',
      width: '5.5rem',
      cell: (row) => (
        <span className="flex">
          <Switch
            checked={row.active}
            onClick={(event) => event.stopPropagation()}
            onCheckedChange={(active) =>
              void change(row, { active }, active ? `${row.name} is switched on` : `${row.name} is switched off`)
            }
            aria-label={`${row.name} is active`}
          />
        </span>
      ),
    },
  ];
}

function LastResult({ action }: { action: ScheduledActionItem }) {
  if (action.running) return <StateBadge kind="run" state="running" />;
  if (!action.lastStatus) return <span className="text-muted-foreground">Has not run yet</span>;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <StateBadge kind="run" state={action.lastStatus} />
      {action.lastRunAt ? (
        <RelativeTime value={action.lastRunAt} className="truncate text-muted-foreground text-xs" />
      ) : null}
    </span>
  );
}
