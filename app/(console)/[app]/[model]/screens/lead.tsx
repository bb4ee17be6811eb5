'use client';
import { Handshake, Star } from 'lucide-react';
import { Field } from '#components/form/field.tsx';
import { NumberField } from '#components/form/number-field.tsx';
import { FieldRow, Section } from '#components/form/section.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { NumberFormat } from '#components/ui/number-format.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Select } from '#components/ui/select.tsx';
import { createLeadSchema } from '#lib/documents/lead/lead-schema.ts';
import { DocumentField, OwnerField } from './relations.tsx';
import { archivedFilter, type DocumentScreen, type FieldsProps, ownerChoices, textOf } from './screen.ts';

const stages = [
  { value: 'new', label: 'New' },
  { value: 'qualified', label: 'Qualified' },
  { value: 'proposition', label: 'Proposition' },
  { value: 'won', label: 'Won' },
  { value: 'lost', label: 'Lost' },
];
const stageTones: Record<string, Tone> = { new: 'info', won: 'success', lost: 'neutral' };
const priorities = ['Low', 'Medium', 'High', 'Very high'];

/** Leads: somebody who may buy something. */
export const leadScreen: DocumentScreen = {
  model: 'lead',
  path: '/crm/leads',
  title: 'Leads',
  app: [{ label: 'CRM' }],
  icon: Handshake,
  noun: { one: 'lead', many: 'leads' },
  about: 'Somebody who may buy something. Mails to the address of a sales team become leads by themselves.',
  searchPlaceholder: 'Search subject, address, phone',
  columns: [
    {
      id: 'name',
      header: 'Lead',
      cell: (row) => <LeadName name={row.name} priority={Number(row.priority)} />,
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
      cell: (row) => <StageBadge stage={String(row.stage)} />,
      sort: 'stage',
      width: '8.5rem',
    },
    {
      id: 'owner',
      header: 'Salesperson',
      cell: (row) => <span dir="auto">{textOf(row, 'ownerName')}</span>,
      width: '8.5rem',
      hideOnPhone: true,
    },
    {
      id: 'team',
      header: 'Team',
      cell: (row) => <span dir="auto">{textOf(row, 'teamName')}</span>,
      width: '7rem',
      hideOnPhone: true,
    },
    {
      id: 'revenue',
      header: 'Expected',
      cell: (row) => (row.expectedRevenue == null ? '' : <NumberFormat value={Number(row.expectedRevenue)} />),
      sort: 'expectedRevenue',
      align: 'right',
      width: '6rem',
      hideOnPhone: true,
    },
    {
      id: 'created',
      header: 'Created',
      cell: (row) => <RelativeTime value={row.createdAt} />,
      sort: 'createdAt',
      align: 'right',
      width: '6.5rem',
      hideOnPhone: true,
    },
  ],
  filters: (options) => [
    { key: 'stage', label: 'Stage', kind: 'choice', options: stages },
    { key: 'ownerId', label: 'Salesperson', kind: 'choice', options: ownerChoices(options) },
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
    { key: 'stage', label: 'Stage', of: (row) => ({ key: String(row.stage), label: stageLabel(String(row.stage)) }) },
  ],
  stages,
  hasOwner: true,
  schema: createLeadSchema,
  valuesOf: (item) => ({
    name: textOf(item, 'name'),
    contactId: item?.contactId ?? null,
    contactName: textOf(item, 'contactName'),
    emailFrom: textOf(item, 'emailFrom'),
    emailCc: textOf(item, 'emailCc'),
    phone: textOf(item, 'phone'),
    description: textOf(item, 'description'),
    priority: item?.priority ?? 0,
    expectedRevenue: item?.expectedRevenue ?? null,
    ownerId: item?.ownerId ?? null,
    teamId: item?.teamId ?? null,
  }),
  Fields: LeadFields,
};

function stageLabel(stage: string): string {
  return stages.find((one) => one.value === stage)?.label ?? stage;
}

function StageBadge({ stage }: { stage: string }) {
  return <Badge tone={stageTones[stage] ?? 'accent'}>{stageLabel(stage)}</Badge>;
}

function LeadName({ name, priority }: { name: string; priority: number }) {
  if (!priority) return <span dir="auto">{name}</span>;
  return (
    <span className="inline-flex max-w-full items-center gap-1.5">
      <span dir="auto" className="truncate">
        {name}
      </span>
      <span className="inline-flex shrink-0 text-warning" title={`Priority: ${priorities[priority]}`}>
        {priorities.slice(1, priority + 1).map((word) => (
          <Star key={word} aria-hidden className="size-3.5 fill-current" />
        ))}
        <span className="sr-only">Priority: {priorities[priority]}</span>
      </span>
    </span>
  );
}

function LeadFields({ item, options }: FieldsProps) {
  return (
    <>
      <Section
        title="Opportunity"
        description="What it is about, and who looks after it. The salesperson follows the lead."
      >
        <TextField name="name" label="Subject" placeholder="Fifty office chairs" />
        <FieldRow>
          <OwnerField
            name="ownerId"
            label="Salesperson"
            options={options}
            initialId={item?.ownerId}
            initialLabel={item?.ownerName}
          />
          <DocumentField
            name="teamId"
            label="Sales team"
            model="sales_team"
            initialId={item?.teamId}
            initialLabel={item?.teamName}
          />
        </FieldRow>
        <FieldRow>
          <NumberField name="expectedRevenue" label="Expected revenue" optional decimal placeholder="2500" />
          <PriorityField />
        </FieldRow>
      </Section>
      <Section title="Customer" description="Messages go to this address unless you choose others.">
        <FieldRow>
          <TextField name="emailFrom" label="Email" optional placeholder="mary@customer.example" />
          <TextField name="phone" label="Phone" optional placeholder="+44 20 7946 0000" />
        </FieldRow>
        <FieldRow>
          <TextField name="contactName" label="Name of the person" optional placeholder="Mary Lind" />
          <DocumentField
            name="contactId"
            label="Contact"
            model="contact"
            initialId={item?.contactId}
            initialLabel={item?.linkedContactName}
          />
        </FieldRow>
        <TextField
          name="emailCc"
          label="In Cc"
          optional
          help="Addresses that were in Cc of the mails; suggested as recipients."
          placeholder="tom@customer.example, eve@customer.example"
        />
      </Section>
      <Section title="Notes" description="For colleagues. Never sent.">
        <TextField name="description" label="Internal notes" optional multiline rows={5} />
      </Section>
    </>
  );
}

function PriorityField() {
  return (
    <Field name="priority" label="Priority">
      {({ field, control }) => (
        <Select
          {...control}
          ref={field.ref}
          onBlur={field.onBlur}
          value={String(field.value ?? 0)}
          onValueChange={(value) => value !== '' && field.onChange(Number(value))}
          options={priorities.map((label, index) => ({ value: String(index), label }))}
        />
      )}
    </Field>
  );
}
