'use client';
import { LifeBuoy } from 'lucide-react';
import { createTicketSchema } from '#lib/documents/ticket/ticket-schema.ts';
import { caseScreen } from './case-screen.tsx';

/** Tickets: what customers ask or complain about. */
export const ticketScreen = caseScreen({
  model: 'ticket',
  path: '/helpdesk/tickets',
  title: 'Tickets',
  appLabel: 'Helpdesk',
  icon: LifeBuoy,
  noun: { one: 'ticket', many: 'tickets' },
  about: 'What customers ask or complain about. Mails to the address of a helpdesk team become tickets by themselves.',
  stages: [
    { value: 'new', label: 'New', tone: 'info' },
    { value: 'in_progress', label: 'In progress' },
    { value: 'waiting', label: 'Waiting', tone: 'warning' },
    { value: 'solved', label: 'Solved', tone: 'success' },
    { value: 'cancelled', label: 'Cancelled', tone: 'neutral' },
  ],
  schema: createTicketSchema,
  words: {
    subject: 'Ticket',
    subjectNote: 'What it is about, and who answers. The assignee follows the ticket.',
    subjectExample: 'A drawer does not close',
    owner: 'Assignee',
    sender: 'Customer',
    descriptionLabel: 'Description',
    descriptionNote: 'What the customer wrote first, and what colleagues should know. Never sent.',
  },
  channel: {
    field: 'teamId',
    nameField: 'teamName',
    model: 'helpdesk_team',
    header: 'Team',
    label: 'Helpdesk team',
  },
});
