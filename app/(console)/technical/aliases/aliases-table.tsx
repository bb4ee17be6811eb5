'use client';
import { AtSign, Plus, Trash2 } from 'lucide-react';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { PageHeader } from '#components/frame/page-header.tsx';
import { StateBadge } from '#components/mail/state-badge.tsx';
import { stateOptions } from '#components/mail/state-words.ts';
import { DataTable } from '#components/table/data-table.tsx';
import type { BulkAction, Column, FilterDef } from '#components/table/list-types.ts';
import { Button } from '#components/ui/button.tsx';
import { Link, textLink } from '#components/ui/link.tsx';
import type { AliasItem } from '#lib/mail/aliases/alias-schema.ts';
import { deleteAliases } from './actions.ts';
import { policyOptions, policyWords } from './alias-words.ts';
import { aliasesQuery } from './queries.ts';

export interface ModelWords {
  name: string;
  label: string;
  path: string;
}

/** The aliases: address, what a mail makes, whose it is, who may write, and how the last mail fared. */
export function AliasesTable({ models }: { models: readonly ModelWords[] }) {
  const filters: FilterDef[] = [
    { key: 'status', label: 'Status', kind: 'choice', options: stateOptions('alias') },
    { key: 'contactPolicy', label: 'Who may write', kind: 'choice', options: policyOptions },
    {
      key: 'model',
      label: 'Creates',
      kind: 'choice',
      options: models.map(({ name, label }) => ({ value: name, label })),
    },
    {
      key: 'active',
      label: 'Has an address',
      kind: 'choice',
      options: [
        { value: 'true', label: 'Yes' },
        { value: 'false', label: 'No' },
      ],
      single: true,
    },
  ];
  return (
    <>
      <PageHeader
        title="Aliases"
        description="Addresses that turn mails into documents: a mail to sales@ becomes a lead of its team. Teams bring theirs along; add others here."
        crumbs={[{ label: 'Technical' }, { label: 'Aliases' }]}
        actions={<AddAlias primary />}
      />
      <DataTable
        label="Aliases"
        noun={{ one: 'alias', many: 'aliases' }}
        searchPlaceholder="Search address, owner"
        list={aliasesQuery}
        rowId={(row) => String(row.id)}
        rowHref={(row) => `/technical/aliases/${row.id}`}
        filters={filters}
        columns={columns(models)}
        bulkActions={[removeSelected]}
        empty={
          <EmptyState
            icon={AtSign}
            title="No alias yet"
            description="An alias is an address whose mails become documents by themselves."
            action={<AddAlias />}
          />
        }
      />
    </>
  );
}

function AddAlias({ primary }: { primary?: boolean }) {
  return (
    <Button asChild variant={primary ? 'primary' : 'secondary'}>
      <Link href="/technical/aliases/new">
        <Plus aria-hidden /> Add alias
      </Link>
    </Button>
  );
}

const removeSelected: BulkAction = {
  id: 'delete',
  label: (count) => (count === 1 ? 'Delete 1 alias' : `Delete ${count} aliases`),
  icon: Trash2,
  danger: true,
  confirm: (count) => ({
    title: count === 1 ? 'Delete this alias?' : `Delete ${count} aliases?`,
    description:
      'Mails to these addresses make no documents any more: they are quarantined. Documents made so far stay.',
  }),
  run: async (selection) => {
    if (selection.all) {
      toast.error('Select the aliases page by page: all at once would be too easy to do by mistake.');
      return false;
    }
    const result = await deleteAliases(selection.ids.map(Number));
    if (result.ok) toast.success(result.value === 1 ? '1 alias is deleted' : `${result.value} aliases are deleted`);
    else toast.error(result.message);
    return result.ok;
  },
};

function columns(models: readonly ModelWords[]): Column<AliasItem>[] {
  const modelOf = (name: string | null) => models.find((model) => model.name === name);
  return [
    {
      id: 'address',
      header: 'Address',
      sort: 'localPart',
      cell: (row) => row.email ?? <span className="text-muted-foreground">No address</span>,
    },
    {
      id: 'model',
      header: 'Creates',
      sort: 'model',
      width: '7.5rem',
      cell: (row) => (
        <span className="inline-block first-letter:uppercase">{modelOf(row.model)?.label ?? row.model}</span>
      ),
    },
    {
      id: 'owner',
      header: 'Owner',
      width: '20%',
      hideOnPhone: true,
      cell: ({ ownerModel, ownerId, ownerName }) => {
        const owner = modelOf(ownerModel);
        if (!owner || !ownerId) return <span className="text-muted-foreground">None</span>;
        return (
          <Link href={`${owner.path}/${ownerId}`} dir="auto" className={textLink}>
            {ownerName ?? `${owner.label} ${ownerId}`}
          </Link>
        );
      },
    },
    {
      id: 'policy',
      header: 'Who may write',
      width: '10rem',
      hideOnPhone: true,
      cell: (row) => policyWords[row.contactPolicy].label,
    },
    {
      id: 'status',
      header: 'Status',
      width: '9rem',
      cell: (row) => <StateBadge kind="alias" state={row.status} />,
    },
  ];
}
