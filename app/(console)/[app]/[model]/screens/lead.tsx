'use client';
import { Handshake } from 'lucide-react';
import { NumberField } from '#components/form/number-field.tsx';
import { NumberFormat } from '#components/ui/number-format.tsx';
import { createLeadSchema } from '#lib/documents/lead/lead-schema.ts';
import { caseScreen } from './case-screen.tsx';

/** Leads: somebody who may buy something. */
export const leadScreen = caseScreen({
  model: 'lead',
  path: '/crm/leads',
  title: 'Leads',
  appLabel: 'CRM',
  icon: Handshake,
  noun: { one: 'lead', many: 'leads' },
  about: 'Somebody who may buy something. Mails to the address of a sales team become leads by themselves.',
  stages: [
    { value: 'new', label: 'New', tone: 'info' },
    { value: 'qualified', label: 'Qualified' },
    { value: 'proposition', label: 'Proposition' },
    { value: 'won', label: 'Won', tone: 'success' },
    { value: 'lost', label: 'Lost', tone: 'neutral' },
  ],
  schema: createLeadSchema,
  words: {
    subject: 'Opportunity',
    subjectNote: 'What it is about, and who looks after it. The salesperson follows the lead.',
    subjectExample: 'Fifty office chairs',
    owner: 'Salesperson',
    sender: 'Customer',
    descriptionLabel: 'Internal notes',
    descriptionNote: 'For colleagues. Never sent.',
  },
  channel: { field: 'teamId', nameField: 'teamName', model: 'sales_team', header: 'Team', label: 'Sales team' },
  columns: [
    {
      id: 'revenue',
      header: 'Expected',
      cell: (row) => (row.expectedRevenue == null ? '' : <NumberFormat value={Number(row.expectedRevenue)} />),
      sort: 'expectedRevenue',
      align: 'right',
      width: '6rem',
      hideOnPhone: true,
    },
  ],
  valuesOf: (item) => ({ expectedRevenue: item?.expectedRevenue ?? null }),
  ownFields: () => <NumberField name="expectedRevenue" label="Expected revenue" optional decimal placeholder="2500" />,
});
