'use client';
import { useQueryClient } from '@tanstack/react-query';
import { Ban, ListMinus, ListPlus, Plus, ShieldCheck } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { PageHeader } from '#components/frame/page-header.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import type { Column, FilterDef } from '#components/table/list-types.ts';
import { Button } from '#components/ui/button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { SuppressionItem, SuppressionList } from '#lib/mail/suppression/suppression-schema.ts';
import { addAddress } from './actions.ts';
import { AddEntryDialog } from './add-entry-dialog.tsx';
import { putBackAction, takeOffAction } from './bulk-actions.ts';
import { listWords } from './list-words.ts';
import { entriesQueries } from './queries.ts';
import { RemoveEntryDialog } from './remove-entry-dialog.tsx';

const filters: FilterDef[] = [
  { key: 'active', label: 'State', kind: 'choice', options: [{ value: 'false', label: 'Taken off' }], single: true },
  { key: 'createdAt', label: 'Added', kind: 'date' },
];
const tabs = {
  key: 'active',
  label: 'Which addresses',
  tabs: [
    { value: '', label: 'On the list' },
    { value: 'false', label: 'Taken off' },
  ],
};
const columns: Column<SuppressionItem>[] = [
  { id: 'email', header: 'Address', sort: 'email', cell: (row) => row.email },
  {
    id: 'reason',
    header: 'Reason',
    width: '45%',
    cell: ({ reason }) => (
      <span dir="auto" className="block truncate text-muted-foreground" title={reason ?? undefined}>
        {reason ?? 'None given'}
      </span>
    ),
  },
  {
    id: 'createdAt',
    header: 'Added',
    sort: 'createdAt',
    align: 'right',
    width: '9rem',
    hideOnPhone: true,
    cell: (row) => <RelativeTime value={row.createdAt} />,
  },
];

/** A list of addresses: add, search, take off with a reason, put back. */
export function SuppressionTable({ list, explanation }: { list: SuppressionList; explanation: ReactNode }) {
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<SuppressionItem | null>(null);
  const words = listWords[list];
  const showsTakenOff = useSearchParams().get('active') === 'false';
  const refresh = () => queries.invalidateQueries({ queryKey: [list] });
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden /> Add address
    </Button>
  );
  return (
    <>
      <PageHeader
        title={words.title}
        description={explanation}
        crumbs={[{ label: 'Technical' }, { label: words.title }]}
        actions={add}
      />
      <DataTable
        label={words.title}
        noun={{ one: 'address', many: 'addresses' }}
        searchPlaceholder="Search address, reason"
        list={entriesQueries[list]}
        rowId={(row) => String(row.id)}
        filters={filters}
        tabs={tabs}
        columns={columns}
        bulkActions={[showsTakenOff ? putBackAction(list) : takeOffAction(list)]}
        rowActions={(row) =>
          row.active ? (
            <RowButton label={`Take ${row.email} off the list`} onClick={() => setRemoving(row)}>
              <ListMinus aria-hidden />
            </RowButton>
          ) : (
            <RowButton label={`Put ${row.email} back on the list`} onClick={() => void putBack(list, row, refresh)}>
              <ListPlus aria-hidden />
            </RowButton>
          )
        }
        empty={
          <EmptyState
            icon={list === 'blacklist' ? Ban : ShieldCheck}
            title={words.emptyTitle}
            description={words.meaning}
            action={<Button onClick={() => setAdding(true)}>Add the first address</Button>}
          />
        }
      />
      <AddEntryDialog list={list} open={adding} onOpenChange={setAdding} onAdded={refresh} />
      {removing ? (
        <RemoveEntryDialog list={list} entry={removing} onClose={() => setRemoving(null)} onRemoved={refresh} />
      ) : null}
    </>
  );
}

function RowButton({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip content={label}>
      <Button size="icon-sm" variant="ghost" aria-label={label} onClick={onClick}>
        {children}
      </Button>
    </Tooltip>
  );
}

async function putBack(list: SuppressionList, row: SuppressionItem, refresh: () => unknown): Promise<void> {
  const result = await addAddress(list, { email: row.email });
  if (result.ok) toast.success(`${row.email} is on the list again`);
  else toast.error(result.message);
  await refresh();
}
