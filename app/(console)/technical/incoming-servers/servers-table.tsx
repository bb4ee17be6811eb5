'use client';
import { Download, PlugZap, Plus } from 'lucide-react';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { PageHeader } from '#components/frame/page-header.tsx';
import { stateOptions } from '#components/mail/state-words.ts';
import { DataTable } from '#components/table/data-table.tsx';
import type { Column, FilterDef } from '#components/table/list-types.ts';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { IncomingServerItem } from '#lib/mail/servers/incoming-server-schema.ts';
import { archiveServers } from '../_servers/archive-servers.ts';
import { updateServer } from './actions.ts';
import { incomingServersQuery } from './queries.ts';
import { ServerBadge } from './server-badge.tsx';
import { typeWords } from './type-words.ts';
import { useFetchNow } from './use-fetch-now.ts';

const filters: FilterDef[] = [
  { key: 'state', label: 'State', kind: 'choice', options: stateOptions('incomingServer') },
  {
    key: 'active',
    label: 'Archived',
    kind: 'choice',
    options: [
      { value: 'true', label: 'No' },
      { value: 'false', label: 'Yes' },
    ],
    single: true,
  },
];

const archive = archiveServers({
  listPath: '/incoming-servers',
  description: 'Archived servers are not fetched. Their mails, settings and passwords stay.',
  archive: (id) => updateServer(id, { active: false }),
});

/** The incoming servers, with when each was fetched and what went wrong. */
export function ServersTable() {
  return (
    <>
      <PageHeader
        title="Incoming mail servers"
        description="Mailboxes that are fetched every few minutes. Replies find their document; other mails go to the alias they are addressed to."
        crumbs={[{ label: 'Technical' }, { label: 'Incoming mail servers' }]}
        actions={<AddServer primary />}
      />
      <DataTable
        label="Incoming mail servers"
        noun={{ one: 'server', many: 'servers' }}
        searchPlaceholder="Search name, user, host"
        list={incomingServersQuery}
        rowId={(row) => String(row.id)}
        rowHref={(row) => `/technical/incoming-servers/${row.id}`}
        rowClassName={(row) => (row.active ? undefined : 'text-muted-foreground')}
        filters={filters}
        columns={columns}
        bulkActions={archive}
        rowActions={(row) =>
          row.active && row.state === 'confirmed' && row.type !== 'push' ? <FetchRow server={row} /> : null
        }
        empty={
          <EmptyState
            icon={PlugZap}
            title="No mailbox is fetched"
            description="Connect the mailbox that replies and mails to your aliases arrive in."
            action={<AddServer />}
          />
        }
      />
    </>
  );
}

function AddServer({ primary }: { primary?: boolean }) {
  return (
    <Button asChild variant={primary ? 'primary' : 'secondary'}>
      <Link href="/technical/incoming-servers/new">
        <Plus aria-hidden /> Add server
      </Link>
    </Button>
  );
}

function FetchRow({ server }: { server: IncomingServerItem }) {
  const { fetching, fetch } = useFetchNow(server);
  return (
    <Tooltip content="Fetch now">
      <Button
        size="icon-sm"
        variant="ghost"
        aria-label={`Fetch ${server.name} now`}
        loading={fetching}
        onClick={() => void fetch()}
      >
        <Download aria-hidden />
      </Button>
    </Tooltip>
  );
}

const columns: Column<IncomingServerItem>[] = [
  { id: 'name', header: 'Name', sort: 'name', cell: (row) => row.name },
  { id: 'type', header: 'Type', width: '7rem', hideOnNarrow: true, cell: (row) => typeWords[row.type] },
  {
    id: 'user',
    header: 'User',
    width: '20%',
    hideOnPhone: true,
    cell: (row) => row.username ?? <span className="text-muted-foreground">None</span>,
  },
  {
    id: 'state',
    header: 'State',
    width: '10rem',
    cell: (row) => <ServerBadge server={row} />,
  },
  {
    id: 'lastFetchAt',
    header: 'Last fetch',
    sort: 'lastFetchAt',
    width: '8.5rem',
    cell: ({ lastFetchAt }) =>
      lastFetchAt ? <RelativeTime value={lastFetchAt} /> : <span className="text-muted-foreground">Never</span>,
  },
  {
    id: 'lastError',
    header: 'Last error',
    width: '24%',
    hideOnPhone: true,
    cell: ({ lastError }) =>
      lastError ? (
        <span title={lastError} className="text-danger">
          {lastError}
        </span>
      ) : (
        <span className="text-muted-foreground">None</span>
      ),
  },
];
