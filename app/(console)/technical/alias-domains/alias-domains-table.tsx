'use client';
import { useQueryClient } from '@tanstack/react-query';
import { Globe, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { PageHeader } from '#components/frame/page-header.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import type { BulkAction, Column } from '#components/table/list-types.ts';
import { Button } from '#components/ui/button.tsx';
import type { AliasDomainItem } from '#lib/mail/aliases/alias-domain-schema.ts';
import { deleteDomain } from './actions.ts';
import { AliasDomainSheet } from './alias-domain-sheet.tsx';
import { aliasDomainsQuery } from './queries.ts';

/** The domains mails come back to; a row opens its form in a drawer. */
export function AliasDomainsTable() {
  const queries = useQueryClient();
  const [opened, setOpened] = useState<AliasDomainItem | 'new' | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: ['alias-domains'] });
  return (
    <>
      <PageHeader
        title="Alias domains"
        description="Domains whose mail reaches us: replies come back to the catchall, bounces to the bounce address, aliases live in them. A company uses its own, or the first."
        crumbs={[{ label: 'Technical' }, { label: 'Alias domains' }]}
        actions={
          <Button variant="primary" onClick={() => setOpened('new')}>
            <Plus aria-hidden /> Add domain
          </Button>
        }
      />
      <DataTable
        label="Alias domains"
        noun={{ one: 'domain', many: 'domains' }}
        searchPlaceholder="Search domain"
        list={aliasDomainsQuery}
        rowId={(row) => String(row.id)}
        onRowOpen={setOpened}
        columns={columns}
        bulkActions={[removeSelected]}
        empty={
          <EmptyState
            icon={Globe}
            title="No email domain yet"
            description="With a domain, replies find their document and aliases get their addresses."
            action={<Button onClick={() => setOpened('new')}>Add the first domain</Button>}
          />
        }
      />
      <AliasDomainSheet domain={opened} onClose={() => setOpened(null)} onChanged={refresh} />
    </>
  );
}

const removeSelected: BulkAction = {
  id: 'delete',
  label: (count) => (count === 1 ? 'Delete 1 domain' : `Delete ${count} domains`),
  icon: Trash2,
  danger: true,
  confirm: (count) => ({
    title: count === 1 ? 'Delete this domain?' : `Delete ${count} domains?`,
    description: 'Replies to mails sent under it come back to nobody. A domain that companies or aliases use stays.',
  }),
  run: async (selection) => {
    if (selection.all) {
      toast.error('Select the domains page by page: all at once would be too easy to do by mistake.');
      return false;
    }
    for (const id of selection.ids) {
      const result = await deleteDomain(Number(id));
      if (!result.ok) toast.error(result.message);
    }
  },
};

const columns: Column<AliasDomainItem>[] = [
  { id: 'name', header: 'Domain', sort: 'name', cell: (row) => row.name },
  { id: 'catchall', header: 'Catchall', width: '16%', hideOnPhone: true, cell: (row) => `${row.catchall}@` },
  { id: 'bounce', header: 'Bounce', width: '16%', hideOnPhone: true, cell: (row) => `${row.bounce}@` },
  {
    id: 'defaultFrom',
    header: 'Default From',
    width: '20%',
    cell: ({ defaultFrom }) => (defaultFrom.includes('@') ? defaultFrom : `${defaultFrom}@`),
  },
  { id: 'aliases', header: 'Aliases', align: 'right', width: '6rem', cell: (row) => row.aliasCount },
  {
    id: 'companies',
    header: 'Companies',
    align: 'right',
    width: '7rem',
    hideOnNarrow: true,
    cell: (row) => row.companyCount,
  },
];
