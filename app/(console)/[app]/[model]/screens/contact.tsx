'use client';
import { Contact } from 'lucide-react';
import { FieldRow, Section } from '#components/form/section.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { createContactSchema } from '#lib/documents/contact/contact-schema.ts';
import type { DocumentItem } from '#lib/documents/document-definition.ts';
import { archivedFilter, type DocumentScreen, textOf } from './screen.ts';

/** Contacts: persons and organisations, whatever they are to us. */
export const contactScreen: DocumentScreen = {
  model: 'contact',
  path: '/contacts',
  title: 'Contacts',
  app: [],
  icon: Contact,
  noun: { one: 'contact', many: 'contacts' },
  about: 'Everybody you write to or hear from. People who write to your addresses are added when you answer them.',
  searchPlaceholder: 'Search name, address, organisation',
  columns: [
    { id: 'name', header: 'Name', cell: (row) => <span dir="auto">{row.name}</span>, sort: 'name' },
    { id: 'email', header: 'Email', cell: (row) => <ContactEmail row={row} />, width: '20rem' },
    {
      id: 'organisation',
      header: 'Organisation',
      cell: (row) => <span dir="auto">{textOf(row, 'organisation')}</span>,
      width: '14rem',
      hideOnPhone: true,
    },
    { id: 'phone', header: 'Phone', cell: (row) => textOf(row, 'phone'), width: '10rem', hideOnPhone: true },
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
  filters: () => [
    { key: 'email', label: 'Address', kind: 'text', placeholder: 'mary@customer.example' },
    { key: 'organisation', label: 'Organisation', kind: 'text' },
    { key: 'createdAt', label: 'Created', kind: 'date' },
    archivedFilter,
  ],
  groups: [],
  stages: [],
  ownerLabel: null,
  schema: createContactSchema,
  valuesOf: (item) =>
    Object.fromEntries(
      ['name', 'email', 'phone', 'jobTitle', 'organisation', 'note'].map((field) => [field, textOf(item, field)]),
    ),
  fields: () => <ContactFields />,
  hint: (item) =>
    Number(item.bounceCount) > 0
      ? `${item.bounceCount === 1 ? 'One mail' : `${item.bounceCount} mails`} to this address came back. Check that it is still right.`
      : null,
};

function ContactEmail({ row }: { row: DocumentItem }) {
  return (
    <span className="inline-flex max-w-full items-center gap-2">
      <span dir="auto" className="truncate">
        {textOf(row, 'email')}
      </span>
      {row.blacklisted ? <Badge tone="warning">Blacklisted</Badge> : null}
    </span>
  );
}

function ContactFields() {
  return (
    <>
      <Section title="Person" description="A person or an organisation. The address is what mails are matched on.">
        <TextField name="name" label="Name" placeholder="Mary Lind" />
        <FieldRow>
          <TextField name="email" label="Email" optional placeholder="mary@customer.example" />
          <TextField name="phone" label="Phone" optional placeholder="+44 20 7946 0000" />
        </FieldRow>
        <FieldRow>
          <TextField name="organisation" label="Organisation" optional placeholder="Customer Ltd" />
          <TextField name="jobTitle" label="Job title" optional placeholder="Head of purchasing" />
        </FieldRow>
      </Section>
      <Section title="Notes" description="For colleagues. Never sent.">
        <TextField name="note" label="Internal notes" optional multiline rows={5} />
      </Section>
    </>
  );
}
