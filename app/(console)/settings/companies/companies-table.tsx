'use client';
import { useQueryClient } from '@tanstack/react-query';
import { Building2, Plus } from 'lucide-react';
import { useState } from 'react';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { PageHeader } from '#components/frame/page-header.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import type { Column } from '#components/table/list-types.ts';
import { Button } from '#components/ui/button.tsx';
import { useNavigation } from '#components/ui/link.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { CompanyItem } from '#lib/companies/company-schema.ts';
import { CompanySheet, type DomainChoice } from './company-sheet.tsx';
import { companiesQuery } from './queries.ts';

/** The companies; a row opens its form in a drawer. */
export function CompaniesTable({ domains }: { domains: DomainChoice[] }) {
  const queries = useQueryClient();
  const { refresh } = useNavigation();
  const [opened, setOpened] = useState<CompanyItem | 'new' | null>(null);
  const onChanged = () => {
    // The name stands in the frame, too.
    refresh();
    return queries.invalidateQueries({ queryKey: ['companies'] });
  };
  const add = (
    <Button variant="primary" onClick={() => setOpened('new')}>
      <Plus aria-hidden /> Add company
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Companies"
        description="Documents belong to a company; its email domain decides where replies come back to."
        crumbs={[{ label: 'Settings', href: '/settings/general' }, { label: 'Companies' }]}
        actions={add}
      />
      <DataTable
        label="Companies"
        noun={{ one: 'company', many: 'companies' }}
        list={companiesQuery}
        rowId={(row) => String(row.id)}
        onRowOpen={setOpened}
        columns={columns}
        empty={
          <EmptyState
            icon={Building2}
            title="No company yet"
            description="A company owns documents and sends under its own email domain."
            action={add}
          />
        }
      />
      <CompanySheet company={opened} domains={domains} onClose={() => setOpened(null)} onChanged={onChanged} />
    </>
  );
}

const columns: Column<CompanyItem>[] = [
  { id: 'name', header: 'Name', sort: 'name', cell: (row) => <span dir="auto">{row.name}</span> },
  {
    id: 'domain',
    header: 'Email domain',
    width: '18rem',
    cell: (row) => row.aliasDomainName ?? <span className="text-muted-foreground">The first email domain</span>,
  },
  { id: 'users', header: 'Users', width: '6rem', align: 'right', cell: (row) => row.userCount },
  {
    id: 'createdAt',
    header: 'Created',
    sort: 'createdAt',
    width: '10rem',
    hideOnPhone: true,
    cell: (row) => <RelativeTime value={row.createdAt} />,
  },
];
