'use client';
import { Headset } from 'lucide-react';
import { channelScreen } from './channel-screen.tsx';

/** Helpdesk teams: people who help customers and share an address. */
export const helpdeskTeamScreen = channelScreen({
  model: 'helpdesk_team',
  path: '/helpdesk/teams',
  title: 'Helpdesk teams',
  app: { label: 'Helpdesk', href: '/helpdesk/tickets' },
  icon: Headset,
  noun: { one: 'helpdesk team', many: 'helpdesk teams' },
  word: 'team',
  about: 'People who help customers and share an address: every mail to it becomes a ticket of the team.',
  example: 'Customer care',
  leader: 'Team leader',
  cases: { one: 'ticket', many: 'tickets', openField: 'openTickets' },
  address: 'support',
});
