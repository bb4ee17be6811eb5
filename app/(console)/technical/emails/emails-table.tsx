'use client';
import { useQuery } from '@tanstack/react-query';
import { Ban, Layers, Mails, RotateCw, Send } from 'lucide-react';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { PageHeader } from '#components/frame/page-header.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import type { BulkAction, FilterDef } from '#components/table/list-types.ts';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { NumberFormat } from '#components/ui/number-format.tsx';
import type { EmailCounts } from '#lib/mail/outgoing/count-emails.ts';
import { actOnMany, mails } from './act-on-many.ts';
import { emailColumns } from './email-columns.tsx';
import { failureOptions } from './failure-words.ts';
import { emailCountsQuery, emailsQuery } from './queries.ts';

const tabs = [
  { value: '', label: 'All', count: 'all' },
  { value: 'outgoing', label: 'Outgoing', count: 'outgoing' },
  { value: 'scheduled', label: 'Scheduled', count: 'scheduled' },
  { value: 'deferred', label: 'Deferred', count: 'deferred' },
  { value: 'failed', label: 'Failed', count: 'failed' },
  { value: 'sent', label: 'Sent', count: 'sent' },
  { value: 'cancelled', label: 'Cancelled', count: 'cancelled' },
] as const satisfies { value: string; label: string; count: keyof EmailCounts }[];

const filters: FilterDef[] = [
  { key: 'state', label: 'State', kind: 'choice', options: tabs.filter(({ value }) => value), single: true },
  { key: 'failureType', label: 'Failure', kind: 'choice', options: failureOptions },
  { key: 'createdAt', label: 'Created', kind: 'date' },
  { key: 'sentAt', label: 'Sent', kind: 'date' },
  { key: 'scheduledAt', label: 'Scheduled for', kind: 'date' },
  { key: 'messageId', label: 'Message-ID', kind: 'text', placeholder: '<id@host>' },
  { key: 'serverId', label: 'Server number', kind: 'text', placeholder: '0 is the default server' },
];

const bulkActions: BulkAction[] = [
  {
    id: 'retry',
    label: (n) => `Retry ${mails(n)}`,
    icon: RotateCw,
    run: (chosen, report) => actOnMany('retry', chosen, report),
  },
  { id: 'send', label: () => 'Send now', icon: Send, run: (chosen, report) => actOnMany('send', chosen, report) },
  {
    id: 'cancel',
    label: (n) => `Cancel ${mails(n)}`,
    icon: Ban,
    danger: true,
    confirm: (n) => ({
      title: `Cancel ${mails(n)}?`,
      description: 'Recipients who have not got it yet will not get it. Mail that has left stays sent.',
    }),
    run: (chosen, report) => actOnMany('cancel', chosen, report),
  },
];

/** All mails, by state, with search, filters and what can be done to many at once. */
export function EmailsTable() {
  const { data: counts } = useQuery(emailCountsQuery);
  const shown = tabs.map(({ count, ...tab }) => ({
    ...tab,
    count: counts ? <NumberFormat value={counts[count]} /> : undefined,
  }));
  return (
    <>
      <PageHeader
        title="Emails"
        description="Every mail sent from here, recipient by recipient: who has it, who waits, who did not get it and why."
        crumbs={[{ label: 'Technical' }, { label: 'Emails' }]}
        actions={
          <Button asChild>
            <Link href="/technical/emails/failures">
              <Layers aria-hidden /> Failures by cause
            </Link>
          </Button>
        }
      />
      <DataTable
        label="Emails"
        noun={{ one: 'mail', many: 'mails' }}
        searchPlaceholder="Search subject, address"
        list={emailsQuery}
        rowId={(row) => String(row.id)}
        rowHref={(row) => `/technical/emails/${row.id}`}
        tabs={{ key: 'state', label: 'State', tabs: shown }}
        filters={filters}
        columns={emailColumns}
        bulkActions={bulkActions}
        empty={
          <EmptyState
            icon={Mails}
            title="No mail was sent yet"
            description="Messages from documents, invitations and automatic answers appear here as soon as they are written."
            action={
              <Button asChild variant="primary">
                <Link href="/crm/leads">Write from a lead</Link>
              </Button>
            }
          />
        }
      />
    </>
  );
}
