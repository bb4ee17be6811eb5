'use client';
import { useQuery } from '@tanstack/react-query';
import { FlaskConical, MailSearch } from 'lucide-react';
import { useMemo } from 'react';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { PageHeader } from '#components/frame/page-header.tsx';
import { stateOptions } from '#components/mail/state-words.ts';
import { DataTable } from '#components/table/data-table.tsx';
import type { FilterDef } from '#components/table/list-types.ts';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { NumberFormat } from '#components/ui/number-format.tsx';
import type { IncomingOutcome } from '#lib/core/enumerations.ts';
import type { DocumentPlaces } from '../../document-places.ts';
import { bulkActions } from './bulk-actions.tsx';
import { countOf } from './count-of.ts';
import { incomingColumns } from './incoming-columns.tsx';
import { incomingCountsQuery, incomingMailsQuery } from './queries.ts';
import { sourceOptions } from './source-words.ts';

/** What needs somebody stands first. */
const tabs: { label: string; outcomes: IncomingOutcome[] }[] = [
  { label: 'Quarantined', outcomes: ['quarantined'] },
  { label: 'Failed', outcomes: ['failed'] },
  { label: 'All', outcomes: [] },
  { label: 'In documents', outcomes: ['reply_posted', 'record_created', 'record_updated'] },
  { label: 'Sent back', outcomes: ['bounced_policy', 'bounced_alias_config', 'bounced_catchall', 'bounced_loop'] },
  { label: 'Reports', outcomes: ['bounce_processed', 'report_logged', 'complaint'] },
  { label: 'Left alone', outcomes: ['duplicate', 'auto_reply', 'loop_reply_ignored', 'spam', 'no_op'] },
];

const filtersFor = (servers: IncomingMailsTableProps['servers']): FilterDef[] => [
  { key: 'outcome', label: 'Outcome', kind: 'choice', options: stateOptions('outcome') },
  { key: 'source', label: 'Came by', kind: 'choice', options: sourceOptions },
  { key: 'sender', label: 'Sender', kind: 'text', placeholder: 'mary@customer.example' },
  { key: 'receivedAt', label: 'Received', kind: 'date' },
  { key: 'messageId', label: 'Message-ID', kind: 'text', placeholder: '<id@host>' },
  ...(servers.length > 0
    ? [{ key: 'incomingServerId', label: 'Server', kind: 'choice', options: servers } satisfies FilterDef]
    : []),
  { key: 'folderId', label: 'Books of a mailbox', kind: 'text' },
  { key: 'uid', label: 'Numbers in the mailbox', kind: 'range' },
  {
    key: 'processed',
    label: 'Processed',
    kind: 'choice',
    single: true,
    options: [
      { value: 'true', label: 'Yes' },
      { value: 'false', label: 'Not yet' },
    ],
  },
];

interface IncomingMailsTableProps {
  places: DocumentPlaces;
  /** Servers that mails may have come by, for the filter. */
  servers: readonly { value: string; label: string }[];
}

/** All stored mails by outcome, with search, filters and what can be done to many at once. */
export function IncomingMailsTable({ places, servers }: IncomingMailsTableProps) {
  const { data: counts } = useQuery(incomingCountsQuery);
  const columns = useMemo(() => incomingColumns(places), [places]);
  const filters = useMemo(() => filtersFor(servers), [servers]);
  const actions = useMemo(() => bulkActions(places), [places]);
  const shown = tabs.map(({ label, outcomes }) => ({
    value: outcomes.join(','),
    label,
    count: counts ? <NumberFormat {...countOf(counts, outcomes)} /> : undefined,
  }));
  const whatIf = (
    <Button asChild>
      <Link href="/technical/incoming-mails/what-if">
        <FlaskConical aria-hidden /> What would happen?
      </Link>
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Incoming mails"
        description="Every mail that reached us is kept here first. See where it went and why, and send it elsewhere."
        crumbs={[{ label: 'Technical' }, { label: 'Incoming mails' }]}
        actions={whatIf}
      />
      <DataTable
        label="Incoming mails"
        noun={{ one: 'mail', many: 'mails' }}
        searchPlaceholder="Search subject, address"
        list={incomingMailsQuery}
        rowId={(row) => String(row.id)}
        rowHref={(row) => `/technical/incoming-mails/${row.id}`}
        tabs={{ key: 'outcome', label: 'Outcome', tabs: shown }}
        filters={filters}
        columns={columns}
        bulkActions={actions}
        empty={
          <EmptyState
            icon={MailSearch}
            title="No mail has come in yet"
            description="Connect a mailbox, or redirect mail to this machine. Until then you can try what would happen to one."
            action={
              <>
                <Button asChild variant="primary">
                  <Link href="/technical/incoming-servers/new">Connect a mailbox</Link>
                </Button>
                {whatIf}
              </>
            }
          />
        }
      />
    </>
  );
}
