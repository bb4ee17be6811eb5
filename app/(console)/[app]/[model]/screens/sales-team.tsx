'use client';
import { UsersRound } from 'lucide-react';
import { channelScreen } from './channel-screen.tsx';

/** Sales teams: sellers who share an address. */
export const salesTeamScreen = channelScreen({
  model: 'sales_team',
  path: '/crm/teams',
  title: 'Sales teams',
  app: { label: 'CRM', href: '/crm/leads' },
  icon: UsersRound,
  noun: { one: 'sales team', many: 'sales teams' },
  word: 'team',
  about: 'Sellers who share an address: every mail to it becomes a lead of the team.',
  example: 'Europe',
  leader: 'Team leader',
  cases: { one: 'lead', many: 'leads', openField: 'openLeads' },
  address: 'sales',
});
