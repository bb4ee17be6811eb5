'use client';
import { ScrollText } from 'lucide-react';
import { useState } from 'react';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { PageHeader } from '#components/frame/page-header.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import type { Column } from '#components/table/list-types.ts';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Sheet, SheetContent } from '#components/ui/sheet.tsx';
import type { AuditItem } from '#lib/audit/audit-schema.ts';
import { actionWords, changedFields, whoWords } from './audit-words.ts';
import { ChangeList } from './change-list.tsx';
import { auditQuery } from './queries.ts';

const filters = [
  { key: 'targetType', label: 'Kind', kind: 'text' as const, placeholder: 'outgoing-server' },
  { key: 'targetId', label: 'Which one', kind: 'text' as const, placeholder: '12' },
  { key: 'createdAt', label: 'When', kind: 'date' as const },
];

/** The audit log; a row opens what the change was. */
export function AuditTable() {
  const [opened, setOpened] = useState<AuditItem | null>(null);
  return (
    <>
      <PageHeader
        title="Audit log"
        description="Every change of a setting, written together with the change. Secrets are never kept in it."
        crumbs={[{ label: 'Technical' }, { label: 'Audit log' }]}
      />
      <DataTable
        label="Audit log"
        noun={{ one: 'change', many: 'changes' }}
        list={auditQuery}
        rowId={(row) => String(row.id)}
        onRowOpen={setOpened}
        filters={filters}
        searchPlaceholder="Search action, name"
        columns={columns}
        empty={
          <EmptyState
            icon={ScrollText}
            title="No change yet"
            description="Changes of settings, servers and users stand here."
          />
        }
      />
      <Sheet open={opened !== null} onOpenChange={(open) => !open && setOpened(null)}>
        {opened ? (
          <SheetContent
            title={actionWords(opened.action)}
            description={`${opened.targetType} ${opened.targetId}`}
            size="lg"
          >
            <p className="mb-4 text-muted-foreground text-sm">
              {whoWords(opened)}, <RelativeTime value={opened.createdAt} />
            </p>
            <ChangeList before={opened.before} after={opened.after} />
          </SheetContent>
        ) : null}
      </Sheet>
    </>
  );
}

const columns: Column<AuditItem>[] = [
  { id: 'action', header: 'What', cell: (row) => actionWords(row.action) },
  {
    id: 'target',
    header: 'Which',
    width: '13rem',
    cell: (row) => <span className="block truncate font-mono text-xs">{row.targetId}</span>,
  },
  {
    id: 'fields',
    header: 'Changed',
    width: '18rem',
    hideOnNarrow: true,
    cell: (row) => <span className="block truncate text-muted-foreground">{changedFields(row).join(', ')}</span>,
  },
  { id: 'who', header: 'Who', width: '12rem', cell: (row) => whoWords(row) },
  {
    id: 'createdAt',
    header: 'When',
    sort: 'createdAt',
    width: '9rem',
    cell: (row) => <RelativeTime value={row.createdAt} />,
  },
];
