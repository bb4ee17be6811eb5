'use client';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import type { Column } from '#components/table/list-types.ts';
import type { Tone } from '#components/ui/badge.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { DocumentModel } from '#lib/core/enumerations.ts';
import type { DocumentItem } from '#lib/documents/document-definition.ts';
import { CaseFields, type CaseWords } from './case-fields.tsx';
import { CaseName, priorities, StageBadge } from './case-look.tsx';
import { archivedFilter, type DocumentScreen, type FieldsProps, ownerChoices, textOf } from './screen.ts';

export interface Stage {
  value: string;
  label: string;
  tone?: Tone;
}

export interface CaseScreenSpec {
  model: DocumentModel;
  path: string;
  title: string;
  appLabel: string;
  icon: LucideIcon;
  noun: { one: string; many: string };
  about: string;
  stages: Stage[];
  schema: z.ZodType;
  words: CaseWords;
  /** Where they come in, e.g. the sales team. */
  channel: { field: string; nameField: string; model: DocumentModel; header: string; label: string };
  /** Columns only this model has, before the last. */
  columns?: Column<DocumentItem>[];
  valuesOf?: (item: DocumentItem | null) => Record<string, unknown>;
  /** Fields only this model has, in its first section. */
  ownFields?: (props: FieldsProps) => ReactNode;
  hint?: (item: DocumentItem) => string | null;
}

/** How a model of cases looks: they differ in words, stages and a few fields. */
export function caseScreen(spec: CaseScreenSpec): DocumentScreen {
  const { channel, words, stages, noun } = spec;
  const labelOf = (value: string) => stages.find((stage) => stage.value === value)?.label ?? value;
  return {
    ...{ model: spec.model, path: spec.path, title: spec.title, icon: spec.icon, noun, about: spec.about },
    app: [{ label: spec.appLabel }],
    searchPlaceholder: 'Search subject, address, phone',
    columns: columnsOf(spec),
    filters: (options) => [
      { key: 'stage', label: 'Stage', kind: 'choice', options: stages },
      { key: 'ownerId', label: words.owner, kind: 'choice', options: ownerChoices(options) },
      {
        key: 'priority',
        label: 'Priority',
        kind: 'choice',
        options: priorities.map((label, index) => ({ value: String(index), label })),
      },
      { key: 'emailFrom', label: 'Address', kind: 'text', placeholder: 'mary@customer.example' },
      { key: 'createdAt', label: 'Created', kind: 'date' },
      archivedFilter,
    ],
    groups: [
      { key: 'stage', label: 'Stage', of: (row) => ({ key: String(row.stage), label: labelOf(String(row.stage)) }) },
    ],
    stages,
    ownerLabel: words.owner,
    schema: spec.schema,
    valuesOf: (item) => ({
      ...Object.fromEntries(texts.map((field) => [field, textOf(item, field)])),
      contactId: item?.contactId ?? null,
      priority: item?.priority ?? 0,
      ownerId: item?.ownerId ?? null,
      [channel.field]: item?.[channel.field] ?? null,
      ...spec.valuesOf?.(item),
    }),
    fields: (props) => (
      <CaseFields {...props} words={words} channel={channel} ownFields={spec.ownFields?.(props) ?? null} />
    ),
    hint: spec.hint,
  };
}

const texts = ['name', 'contactName', 'emailFrom', 'emailCc', 'phone', 'description'];

function columnsOf({ noun, stages, words, channel, columns = [] }: CaseScreenSpec): Column<DocumentItem>[] {
  const header = noun.one.charAt(0).toUpperCase() + noun.one.slice(1);
  return [
    {
      id: 'name',
      header,
      cell: (row) => <CaseName name={row.name} priority={Number(row.priority)} />,
      sort: 'name',
    },
    {
      id: 'from',
      header: 'From',
      cell: (row) => (
        <span dir="auto">
          {textOf(row, 'contactName') || textOf(row, 'linkedContactName') || textOf(row, 'emailFrom')}
        </span>
      ),
      width: '12rem',
      hideOnPhone: true,
    },
    {
      id: 'stage',
      header: 'Stage',
      cell: (row) => <StageBadge stage={stages.find((one) => one.value === row.stage)} />,
      sort: 'stage',
      width: '8.5rem',
    },
    nameColumn('owner', words.owner, 'ownerName', '8.5rem'),
    nameColumn('channel', channel.header, channel.nameField, '8rem'),
    ...columns,
    {
      id: 'created',
      header: 'Created',
      cell: (row) => <RelativeTime value={row.createdAt} />,
      sort: 'createdAt',
      align: 'right',
      width: '6.5rem',
      hideOnPhone: true,
    },
  ];
}

function nameColumn(id: string, header: string, field: string, width: string): Column<DocumentItem> {
  return { id, header, cell: (row) => <span dir="auto">{textOf(row, field)}</span>, width, hideOnPhone: true };
}
