'use client';
import { useQueryClient } from '@tanstack/react-query';
import { Ban, BookOpen, CircleCheck, KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '#components/feedback/confirm-dialog.tsx';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { PageHeader } from '#components/frame/page-header.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import type { Column } from '#components/table/list-types.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { ApiKeyItem } from '#lib/auth/api-keys/api-key-schema.ts';
import { endApiKey } from './actions.ts';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { apiKeysQuery } from './queries.ts';

const filters = [
  {
    key: 'revoked',
    label: 'Revoked',
    kind: 'choice' as const,
    single: true,
    options: [
      { value: 'false', label: 'No' },
      { value: 'true', label: 'Yes' },
    ],
  },
];

/** The API keys: made here, shown once, revoked here. */
export function ApiKeysTable({ publicUrl }: { publicUrl: string }) {
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<ApiKeyItem | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: ['api-keys'] });
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden /> Create key
    </Button>
  );
  return (
    <>
      <PageHeader
        title="API keys"
        description="Programs sign in with a key and do what its user may do, within the key's scopes."
        crumbs={[{ label: 'Technical' }, { label: 'API keys' }]}
        actions={
          <>
            <Button asChild>
              <Link href="/api/docs">
                <BookOpen aria-hidden /> API reference
              </Link>
            </Button>
            {add}
          </>
        }
      />
      <DataTable
        label="API keys"
        noun={{ one: 'key', many: 'keys' }}
        list={apiKeysQuery}
        rowId={(row) => String(row.id)}
        filters={filters}
        columns={columns}
        rowActions={(row) =>
          row.revokedAt ? null : (
            <Button size="sm" variant="ghost" onClick={() => setEnding(row)}>
              Revoke
            </Button>
          )
        }
        empty={
          <EmptyState
            icon={KeyRound}
            title="No key yet"
            description="With a key, a program reads and writes what you see here: documents, messages, emails, settings."
            action={add}
          />
        }
      />
      <NewKeyDialog open={adding} onOpenChange={setAdding} onMade={refresh} publicUrl={publicUrl} />
      <ConfirmDialog
        open={ending !== null}
        onOpenChange={(open) => !open && setEnding(null)}
        danger
        title={`Revoke ${ending?.name}?`}
        description="Programs that use it are refused from the next request on. A revoked key cannot be brought back."
        confirmLabel="Revoke key"
        onConfirm={async () => {
          if (!ending) return;
          const result = await endApiKey(ending.id);
          if (result.ok) toast.success(`${ending.name} is revoked`);
          else toast.error(result.message);
          await refresh();
        }}
      />
    </>
  );
}

const columns: Column<ApiKeyItem>[] = [
  { id: 'name', header: 'Name', sort: 'name', cell: (row) => <span dir="auto">{row.name}</span> },
  {
    id: 'prefix',
    header: 'Begins with',
    width: '9rem',
    hideOnNarrow: true,
    cell: (row) => <span className="font-mono text-xs">{row.prefix}…</span>,
  },
  {
    id: 'scopes',
    header: 'Scopes',
    width: '16rem',
    hideOnPhone: true,
    cell: (row) => (
      <span className="block truncate">{row.scopes.includes('*') ? 'Everything' : row.scopes.join(', ')}</span>
    ),
  },
  {
    id: 'lastUsedAt',
    header: 'Last used',
    width: '9rem',
    hideOnPhone: true,
    cell: (row) =>
      row.lastUsedAt ? <RelativeTime value={row.lastUsedAt} /> : <span className="text-muted-foreground">Never</span>,
  },
  {
    id: 'createdAt',
    header: 'Created',
    sort: 'createdAt',
    width: '9rem',
    hideOnNarrow: true,
    cell: (row) => <RelativeTime value={row.createdAt} />,
  },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    cell: (row) =>
      row.revokedAt ? (
        <Badge icon={Ban}>Revoked</Badge>
      ) : (
        <Badge tone="success" icon={CircleCheck}>
          Active
        </Badge>
      ),
  },
];
