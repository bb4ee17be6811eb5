import { Contact, LogOut, Mails, Plus } from 'lucide-react';
import type { PaletteItem } from '#components/frame/command-palette.tsx';
import type { NavItem, NavSections } from '#components/frame/nav-items.ts';
import type { ConsoleUser } from './navigation.ts';

interface PaletteFacts {
  sections: NavSections;
  user: ConsoleUser;
  signOut: () => Promise<void>;
}

/** What the command palette always offers: every screen of the rail, and what one can begin. */
export function paletteItems({ sections, user, signOut }: PaletteFacts): PaletteItem[] {
  const screens = [...sections.apps, ...sections.settings, ...(sections.technical ?? [])].flatMap(screensOf);
  const begin: PaletteItem[] = [
    { id: 'new-lead', label: 'New lead', group: 'Begin', icon: Plus, href: '/crm/leads/new' },
    { id: 'new-ticket', label: 'New ticket', group: 'Begin', icon: Plus, href: '/helpdesk/tickets/new' },
    { id: 'new-task', label: 'New task', group: 'Begin', icon: Plus, href: '/project/tasks/new' },
    { id: 'new-applicant', label: 'New applicant', group: 'Begin', icon: Plus, href: '/recruitment/applicants/new' },
    { id: 'new-contact', label: 'New contact', group: 'Begin', icon: Contact, href: '/contacts/new' },
  ];
  const administer: PaletteItem[] = [
    {
      id: 'new-outgoing-server',
      label: 'Connect an outgoing mail server',
      group: 'Begin',
      icon: Mails,
      keywords: ['smtp', 'new', 'server'],
      href: '/technical/outgoing-servers/new',
    },
    {
      id: 'new-incoming-server',
      label: 'Connect an incoming mail server',
      group: 'Begin',
      icon: Mails,
      keywords: ['imap', 'pop', 'new', 'server'],
      href: '/technical/incoming-servers/new',
    },
  ];
  return [
    ...screens,
    ...begin,
    ...(user.isAdministrator ? administer : []),
    { id: 'sign-out', label: 'Sign out', group: 'Commands', icon: LogOut, run: () => void signOut() },
  ];
}

function screensOf(item: NavItem): PaletteItem[] {
  const entries = item.children?.map((child) => ({ ...child, icon: item.icon })) ?? [item];
  return entries.map(({ href, label, icon }) => ({ id: `go-${href}`, label, group: 'Go to', icon, href }));
}
