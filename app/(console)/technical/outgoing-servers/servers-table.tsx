'use client';
import { PlugZap, Plus, Route, ServerCog } from 'lucide-react';
import { useState } from 'react';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { PageHeader } from '#components/frame/page-header.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import type { Column, FilterDef } from '#components/table/list-types.ts';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { OutgoingServerItem } from '#lib/mail/servers/outgoing-server-schema.ts';
import type { MailDestination } from '#lib/mail/servers/read-mail-destination.ts';
import { archiveServers } from '../_servers/archive-servers.ts';
import { encryptionOptions, encryptionWords } from '../_servers/encryption-words.ts';
import { updateServer } from './actions.ts';
import { destinationWords } from './destination-words.ts';
import { ExplainSheet } from './explain-sheet.tsx';
import { OutgoingTestSheet } from './outgoing-test-sheet.tsx';
import { outgoingServersQuery } from './queries.ts';
import { ServerBadge } from './server-badge.tsx';

const filters: FilterDef[] = [
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
  { key: 'encryption', label: 'Encryption', kind: 'choice', options: encryptionOptions },
];

interface ServersTableProps {
  destination: MailDestination['kind'];
  myAddress: string;
}

const archive = archiveServers({
  listPath: '/outgoing-servers',
  description: 'Nothing is sent through an archived server. Its mails, its settings and its password stay.',
  archive: (id) => updateServer(id, { active: false }),
});

/** The outgoing servers in the order they are looked at. */
export function ServersTable({ destination, myAddress }: ServersTableProps) {
  const [testing, setTesting] = useState<OutgoingServerItem | null>(null);
  const [explaining, setExplaining] = useState(false);
  return (
    <>
      <PageHeader
        title="Outgoing mail servers"
        description={destinationWords[destination]}
        crumbs={[{ label: 'Technical' }, { label: 'Outgoing mail servers' }]}
        actions={
          <>
            <Button onClick={() => setExplaining(true)}>
              <Route aria-hidden /> Which server would send this?
            </Button>
            <AddServer />
          </>
        }
      />
      <DataTable
        label="Outgoing mail servers"
        noun={{ one: 'server', many: 'servers' }}
        searchPlaceholder="Search name, host, filter"
        list={outgoingServersQuery}
        rowId={(row) => String(row.id)}
        rowHref={(row) => `/technical/outgoing-servers/${row.id}`}
        rowClassName={(row) => (row.active ? undefined : 'text-muted-foreground')}
        filters={filters}
        columns={columns}
        bulkActions={archive}
        rowActions={(row) => (
          <Tooltip content="Test the connection">
            <Button
              size="icon-sm"
              variant="ghost"
              aria-label={`Test the connection of ${row.name}`}
              onClick={() => setTesting(row)}
            >
              <PlugZap aria-hidden />
            </Button>
          </Tooltip>
        )}
        empty={
          <EmptyState
            icon={ServerCog}
            title="No server of your own"
            description={destinationWords[destination]}
            action={<AddServer plain />}
          />
        }
      />
      {testing ? <OutgoingTestSheet server={testing} onClose={() => setTesting(null)} /> : null}
      {explaining ? <ExplainSheet from={myAddress} onClose={() => setExplaining(false)} /> : null}
    </>
  );
}

/** "12 of 120 a minute", "340 of 2000 a day". */
function UsageWords({ server: { perMinuteLimit, perDayLimit, usage } }: { server: OutgoingServerItem }) {
  if (perMinuteLimit === null && perDayLimit === null) return <span className="text-muted-foreground">No quota</span>;
  return (
    <span className="flex flex-col py-1 tabular-nums">
      {perMinuteLimit === null ? null : (
        <span>
          {usage.minute} of {perMinuteLimit} this minute
        </span>
      )}
      {perDayLimit === null ? null : (
        <span>
          {usage.day} of {perDayLimit} today
        </span>
      )}
    </span>
  );
}

function AddServer({ plain }: { plain?: boolean }) {
  return (
    <Button asChild variant={plain ? 'secondary' : 'primary'}>
      <Link href="/technical/outgoing-servers/new">
        <Plus aria-hidden /> Add server
      </Link>
    </Button>
  );
}

const columns: Column<OutgoingServerItem>[] = [
  { id: 'name', header: 'Name', sort: 'name', cell: (row) => row.name },
  {
    id: 'priority',
    header: 'Priority',
    sort: 'priority',
    align: 'right',
    width: '5.5rem',
    hideOnNarrow: true,
    cell: (row) => row.priority,
  },
  {
    id: 'host',
    header: 'Host',
    sort: 'host',
    width: '12rem',
    hideOnPhone: true,
    cell: (row) => (
      <span className="font-mono text-xs">
        {row.host}:{row.port}
      </span>
    ),
  },
  {
    id: 'filter',
    header: 'From filter',
    width: '17%',
    hideOnPhone: true,
    cell: ({ fromFilter }) => fromFilter ?? <span className="text-muted-foreground">Any sender</span>,
  },
  {
    id: 'encryption',
    header: 'Encryption',
    width: '8.5rem',
    hideOnNarrow: true,
    cell: (row) => encryptionWords[row.encryption],
  },
  {
    id: 'usage',
    header: 'Quota used',
    width: '9.5rem',
    hideOnNarrow: true,
    cell: (row) => <UsageWords server={row} />,
  },
  {
    id: 'state',
    header: 'State',
    width: '11rem',
    cell: (row) => (
      <span title={row.breaker.reason ?? undefined}>
        <ServerBadge server={row} />
      </span>
    ),
  },
];
