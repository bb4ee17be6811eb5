'use client';
import { useQueryClient } from '@tanstack/react-query';
import { CircleCheck, CircleSlash, MailQuestion, Plus, Send } from 'lucide-react';
import { useState } from 'react';
import { toast } from '#components/feedback/toaster.tsx';
import { PageHeader } from '#components/frame/page-header.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import type { Column } from '#components/table/list-types.ts';
import { Avatar } from '#components/ui/avatar.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { UserItem } from '#lib/users/user-schema.ts';
import { resendInvitation } from './actions.ts';
import { usersQuery } from './queries.ts';
import { roleOptions, roleWords } from './role-words.ts';
import { UserSheet } from './user-sheet.tsx';

/** A company as the forms of users offer it. */
export interface CompanyChoice {
  id: number;
  name: string;
}

const filters = [
  { key: 'role', label: 'Role', kind: 'choice' as const, options: roleOptions },
  {
    key: 'active',
    label: 'May sign in',
    kind: 'choice' as const,
    single: true,
    options: [
      { value: 'true', label: 'Yes' },
      { value: 'false', label: 'No' },
    ],
  },
];

/** The users; a row opens its form in a drawer. */
export function UsersTable({ companies, myId }: { companies: CompanyChoice[]; myId: number | null }) {
  const queries = useQueryClient();
  const [opened, setOpened] = useState<UserItem | 'new' | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: ['users'] });
  return (
    <>
      <PageHeader
        title="Users"
        description="Who signs in. New users get an invitation by mail and choose their own password."
        crumbs={[{ label: 'Settings', href: '/settings/general' }, { label: 'Users' }]}
        actions={
          <Button variant="primary" onClick={() => setOpened('new')}>
            <Plus aria-hidden /> Invite user
          </Button>
        }
      />
      <DataTable
        label="Users"
        noun={{ one: 'user', many: 'users' }}
        searchPlaceholder="Search name, address"
        list={usersQuery}
        rowId={(row) => String(row.id)}
        onRowOpen={setOpened}
        filters={filters}
        columns={columns(companies)}
        rowActions={(row) => (row.invited && row.active ? <Resend user={row} /> : null)}
      />
      <UserSheet
        user={opened}
        companies={companies}
        isMe={opened !== 'new' && opened?.id === myId}
        onClose={() => setOpened(null)}
        onChanged={refresh}
      />
    </>
  );
}

function Resend({ user }: { user: UserItem }) {
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    const result = await resendInvitation(user.id);
    if (result.ok) toast.success(`The invitation is on its way to ${user.email}`);
    else toast.error(result.message);
    setBusy(false);
  };
  return (
    <Tooltip content="Send the invitation again">
      <Button
        size="icon-sm"
        variant="ghost"
        aria-label={`Send the invitation of ${user.name} again`}
        loading={busy}
        onClick={() => void send()}
      >
        {busy ? null : <Send aria-hidden />}
      </Button>
    </Tooltip>
  );
}

function columns(companies: CompanyChoice[]): Column<UserItem>[] {
  const nameOf = (id: number) => companies.find((company) => company.id === id)?.name ?? `Company ${id}`;
  return [
    {
      id: 'name',
      header: 'Name',
      sort: 'name',
      cell: (row) => (
        <span className="flex min-w-0 items-center gap-2.5">
          <Avatar name={row.name} size="sm" />
          <span dir="auto" className={`truncate ${row.active ? '' : 'text-muted-foreground'}`}>
            {row.name}
          </span>
        </span>
      ),
    },
    { id: 'email', header: 'Email', sort: 'email', width: '16rem', cell: (row) => row.email, hideOnPhone: true },
    { id: 'role', header: 'Role', width: '9rem', cell: (row) => roleWords[row.role] },
    {
      id: 'companies',
      header: 'Companies',
      width: '13rem',
      hideOnNarrow: true,
      cell: (row) => <span className="block truncate">{row.companyIds.map(nameOf).join(', ')}</span>,
    },
    {
      id: 'lastSignInAt',
      header: 'Last sign-in',
      width: '9rem',
      hideOnNarrow: true,
      cell: (row) => (row.lastSignInAt ? <RelativeTime value={row.lastSignInAt} /> : null),
    },
    { id: 'state', header: 'State', width: '9.5rem', cell: (row) => <UserState user={row} /> },
  ];
}

/** Whether a user may sign in. */
function UserState({ user }: { user: UserItem }) {
  if (!user.active) return <Badge icon={CircleSlash}>Deactivated</Badge>;
  if (user.invited) {
    return (
      <Badge tone="warning" icon={MailQuestion}>
        Invited
      </Badge>
    );
  }
  return (
    <Badge tone="success" icon={CircleCheck}>
      Active
    </Badge>
  );
}
