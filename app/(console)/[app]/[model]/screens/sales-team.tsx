'use client';
import { UsersRound } from 'lucide-react';
import { RadioCards } from '#components/form/radio-cards.tsx';
import { Section } from '#components/form/section.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { NumberFormat } from '#components/ui/number-format.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { createChannelSchema } from '#lib/documents/channel/channel-schema.ts';
import { OwnerField } from './relations.tsx';
import { archivedFilter, type DocumentScreen, type FieldsProps, ownerChoices, textOf } from './screen.ts';

const policies = [
  { value: 'everyone', label: 'Everyone', description: 'Any sender becomes a lead.' },
  { value: 'partners', label: 'Known contacts', description: 'Others get an answer saying so.' },
  { value: 'followers', label: 'Followers of the team', description: 'And of the lead they answer to.' },
  { value: 'employees', label: 'Colleagues', description: 'Only people who can sign in here.' },
];

/** Sales teams: sellers who share an address. */
export const salesTeamScreen: DocumentScreen = {
  model: 'sales_team',
  path: '/crm/teams',
  title: 'Sales teams',
  app: [{ label: 'CRM', href: '/crm/leads' }],
  icon: UsersRound,
  noun: { one: 'sales team', many: 'sales teams' },
  about: 'Sellers who share an address: every mail to it becomes a lead of the team.',
  searchPlaceholder: 'Search name',
  columns: [
    { id: 'name', header: 'Team', cell: (row) => <span dir="auto">{row.name}</span>, sort: 'name' },
    {
      id: 'alias',
      header: 'Address',
      cell: (row) => textOf(row, 'aliasAddress') || <span className="text-muted-foreground">No address</span>,
      width: '20rem',
    },
    {
      id: 'leader',
      header: 'Leader',
      cell: (row) => <span dir="auto">{textOf(row, 'leaderName')}</span>,
      width: '12rem',
      hideOnPhone: true,
    },
    {
      id: 'open',
      header: 'Open leads',
      cell: (row) => <NumberFormat value={Number(row.openLeads ?? 0)} />,
      align: 'right',
      width: '7rem',
      hideOnPhone: true,
    },
    {
      id: 'created',
      header: 'Created',
      cell: (row) => <RelativeTime value={row.createdAt} />,
      sort: 'createdAt',
      align: 'right',
      width: '7.5rem',
      hideOnPhone: true,
    },
  ],
  filters: (options) => [
    { key: 'leaderId', label: 'Leader', kind: 'choice', options: ownerChoices(options) },
    archivedFilter,
  ],
  groups: [],
  stages: [],
  hasOwner: false,
  schema: createChannelSchema,
  valuesOf: (item) => ({
    name: textOf(item, 'name'),
    leaderId: item?.leaderId ?? null,
    aliasLocalPart: textOf(item, 'aliasLocalPart'),
    aliasContactPolicy: item?.aliasContactPolicy ?? 'everyone',
  }),
  Fields: SalesTeamFields,
  hint: (item) =>
    item.aliasAddress
      ? `Mails to ${item.aliasAddress} become leads of this team.`
      : 'This team has no address: mails cannot become its leads yet.',
};

function SalesTeamFields({ item, options }: FieldsProps) {
  return (
    <>
      <Section title="Team" description="The leader follows the team.">
        <TextField name="name" label="Name" placeholder="Europe" />
        <OwnerField
          name="leaderId"
          label="Team leader"
          options={options}
          initialId={item?.leaderId}
          initialLabel={item?.leaderName}
        />
      </Section>
      <Section
        title="Email address"
        description="Mails sent here become leads of this team; answers go to the lead they belong to."
      >
        <TextField
          name="aliasLocalPart"
          label="Address"
          optional
          placeholder="sales"
          suffix={options.aliasDomain ? `@${options.aliasDomain}` : undefined}
          help={
            options.aliasDomain
              ? 'Leave empty for no address.'
              : 'There is no email domain yet: an administrator adds one under General settings. The address begins to work then.'
          }
        />
        <RadioCards name="aliasContactPolicy" label="Who may write to it" options={policies} columns={2} />
      </Section>
    </>
  );
}
