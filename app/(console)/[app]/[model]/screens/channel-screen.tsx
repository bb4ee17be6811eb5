'use client';
import type { LucideIcon } from 'lucide-react';
import { RadioCards } from '#components/form/radio-cards.tsx';
import { Section } from '#components/form/section.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { NumberFormat } from '#components/ui/number-format.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { DocumentModel } from '#lib/core/enumerations.ts';
import { createChannelSchema } from '#lib/documents/channel/channel-schema.ts';
import { AddressPreview } from '../../../address-preview.tsx';
import { OwnerField } from './relations.tsx';
import { archivedFilter, type DocumentScreen, type FieldsProps, ownerChoices, textOf } from './screen.ts';

export interface ChannelScreenSpec {
  model: DocumentModel;
  path: string;
  title: string;
  app: { label: string; href: string };
  icon: LucideIcon;
  noun: { one: string; many: string };
  /** One word, e.g. team. */
  word: string;
  about: string;
  example: string;
  leader: string;
  /** What its address makes. */
  cases: { one: string; many: string; openField: string };
  /** An example of a local part. */
  address: string;
}

/** How a model of channels looks: people who share an address. */
export function channelScreen(spec: ChannelScreenSpec): DocumentScreen {
  const { word, cases, leader } = spec;
  return {
    ...{ model: spec.model, path: spec.path, title: spec.title, icon: spec.icon, noun: spec.noun, about: spec.about },
    app: [spec.app],
    searchPlaceholder: 'Search name',
    columns: columnsOf(spec),
    filters: (options) => [
      { key: 'leaderId', label: leader, kind: 'choice', options: ownerChoices(options) },
      archivedFilter,
    ],
    groups: [],
    stages: [],
    ownerLabel: null,
    schema: createChannelSchema,
    valuesOf: (item) => ({
      name: textOf(item, 'name'),
      leaderId: item?.leaderId ?? null,
      aliasLocalPart: textOf(item, 'aliasLocalPart'),
      aliasContactPolicy: item?.aliasContactPolicy ?? 'everyone',
    }),
    fields: (props) => <ChannelFields {...props} spec={spec} />,
    hint: (item) =>
      item.aliasAddress
        ? `Mails to ${item.aliasAddress} become ${cases.many} of this ${word}.`
        : `This ${word} has no address: mails cannot become its ${cases.many} yet.`,
  };
}

function columnsOf({ word, cases, leader }: ChannelScreenSpec): DocumentScreen['columns'] {
  const phoneHides = { hideOnPhone: true };
  return [
    { id: 'name', header: capital(word), cell: (row) => <span dir="auto">{row.name}</span>, sort: 'name' },
    {
      id: 'alias',
      header: 'Address',
      cell: (row) => textOf(row, 'aliasAddress') || <span className="text-muted-foreground">No address</span>,
      width: '20rem',
    },
    {
      id: 'leader',
      header: leader,
      cell: (row) => <span dir="auto">{textOf(row, 'leaderName')}</span>,
      width: '12rem',
      ...phoneHides,
    },
    {
      id: 'open',
      header: `Open ${cases.many}`,
      cell: (row) => <NumberFormat value={Number(row[cases.openField] ?? 0)} />,
      align: 'right',
      width: '8.5rem',
      ...phoneHides,
    },
    {
      id: 'created',
      header: 'Created',
      cell: (row) => <RelativeTime value={row.createdAt} />,
      sort: 'createdAt',
      align: 'right',
      width: '7.5rem',
      ...phoneHides,
    },
  ];
}

function ChannelFields({ item, options, spec }: FieldsProps & { spec: ChannelScreenSpec }) {
  const { word, cases, leader } = spec;
  return (
    <>
      <Section title={capital(word)} description={`The ${leader.toLowerCase()} follows the ${word}.`}>
        <TextField name="name" label="Name" placeholder={spec.example} />
        <OwnerField
          name="leaderId"
          label={leader}
          options={options}
          initialId={item?.leaderId}
          initialLabel={item?.leaderName}
        />
      </Section>
      <Section
        title="Email address"
        description={`Mails sent here become ${cases.many} of this ${word}; answers go to the ${cases.one} they belong to.`}
      >
        <TextField
          name="aliasLocalPart"
          label="Address"
          optional
          placeholder={spec.address}
          suffix={options.aliasDomain ? `@${options.aliasDomain}` : undefined}
          help={
            options.aliasDomain
              ? 'Leave empty for no address.'
              : 'There is no email domain yet: an administrator adds one under General settings. The address begins to work then.'
          }
        />
        <AddressPreview
          name="aliasLocalPart"
          domain={options.aliasDomain}
          does={`become ${cases.many} of this ${word}`}
        />
        <RadioCards name="aliasContactPolicy" label="Who may write to it" options={policiesOf(spec)} columns={2} />
      </Section>
    </>
  );
}

function policiesOf({ word, cases }: ChannelScreenSpec) {
  const article = /^[aeiou]/.test(cases.one) ? 'an' : 'a';
  return [
    { value: 'everyone', label: 'Everyone', description: `Any mail becomes ${article} ${cases.one}.` },
    { value: 'partners', label: 'Known contacts', description: 'Others get an answer saying so.' },
    { value: 'followers', label: `Followers of the ${word}`, description: `And of the ${cases.one} they answer to.` },
    { value: 'employees', label: 'Colleagues', description: 'Only people who can sign in here.' },
  ];
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
