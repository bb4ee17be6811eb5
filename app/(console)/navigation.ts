import {
  AtSign,
  Ban,
  Braces,
  Building2,
  Clock,
  Contact,
  FlaskConical,
  FolderKanban,
  Globe,
  Handshake,
  Inbox,
  KeyRound,
  KeySquare,
  LifeBuoy,
  MailSearch,
  Mails,
  MailX,
  PlugZap,
  ScrollText,
  ServerCog,
  Settings,
  ShieldBan,
  ShieldCheck,
  SlidersHorizontal,
  UserRoundCog,
  UserRoundSearch,
  Users,
} from 'lucide-react';
import type { NavItem, NavSections } from '#components/frame/nav-items.ts';

/** The signed-in user as the frame needs them. */
export interface ConsoleUser {
  name: string;
  email: string;
  isAdministrator: boolean;
  developerMode: boolean;
  /** IANA zone; null for the browser's. */
  timeZone: string | null;
  /** Where notifications reach them. */
  notification: 'email' | 'inbox';
  /** Name of the user's first company. */
  company: string;
}

/** Where mail leaves to: an own server, the operator's, the sandbox on this machine, or nowhere. */
export type MailDestinationKind = 'own' | 'default' | 'sandbox' | 'none';

interface NavigationFacts {
  user: ConsoleUser;
  destination: MailDestinationKind;
  /** Unread conversations. */
  inbox: number;
  /** Incoming mails that wait for somebody. */
  quarantined: number;
  /** A copy keeps its mail in the sandbox. */
  instance: { capturing: boolean; captured: number };
}

/** The rail: only what this user may open. */
export function navigationFor({ user, destination, inbox, quarantined, instance }: NavigationFacts): NavSections {
  const sandbox: NavItem = { href: '/sandbox', label: 'Sandbox', icon: FlaskConical };
  const showSandbox = destination === 'sandbox' || instance.capturing || (user.developerMode && user.isAdministrator);
  return {
    apps: [
      { href: '/inbox', label: 'Inbox', icon: Inbox, count: inbox },
      {
        href: '/crm/leads',
        label: 'CRM',
        icon: Handshake,
        children: [
          { href: '/crm/leads', label: 'Leads' },
          { href: '/crm/teams', label: 'Sales teams' },
        ],
      },
      {
        href: '/helpdesk/tickets',
        label: 'Helpdesk',
        icon: LifeBuoy,
        children: [
          { href: '/helpdesk/tickets', label: 'Tickets' },
          { href: '/helpdesk/teams', label: 'Helpdesk teams' },
        ],
      },
      {
        href: '/project/tasks',
        label: 'Project',
        icon: FolderKanban,
        children: [
          { href: '/project/tasks', label: 'Tasks' },
          { href: '/project/projects', label: 'Projects' },
        ],
      },
      {
        href: '/recruitment/applicants',
        label: 'Recruitment',
        icon: UserRoundSearch,
        children: [
          { href: '/recruitment/applicants', label: 'Applicants' },
          { href: '/recruitment/positions', label: 'Job positions' },
        ],
      },
      { href: '/contacts', label: 'Contacts', icon: Contact },
      ...(showSandbox ? [sandbox] : []),
    ],
    settings: user.isAdministrator ? settingsOf(instance) : [preferences],
    technical: user.isAdministrator && user.developerMode ? technicalOf(quarantined) : undefined,
  };
}

const preferences: NavItem = { href: '/settings/preferences', label: 'Preferences', icon: SlidersHorizontal };

const capturedMail: NavItem = { href: '/settings/captured-mail', label: 'Captured mail', icon: MailX };

/** Captured mail has its place as long as there is any that has not left. */
function settingsOf({ capturing, captured }: NavigationFacts['instance']): NavItem[] {
  return capturing || captured > 0 ? [...administratorSettings, capturedMail] : administratorSettings;
}

const administratorSettings: NavItem[] = [
  { href: '/settings/general', label: 'General settings', icon: Settings },
  { href: '/settings/users', label: 'Users', icon: Users },
  { href: '/settings/companies', label: 'Companies', icon: Building2 },
  { href: '/settings/signing-keys', label: 'Signing keys', icon: KeySquare },
  { ...preferences, icon: UserRoundCog },
];

const technicalOf = (quarantined: number): NavItem[] => [
  { href: '/technical/emails', label: 'Emails', icon: Mails },
  { href: '/technical/incoming-mails', label: 'Incoming mails', icon: MailSearch, count: quarantined },
  { href: '/technical/outgoing-servers', label: 'Outgoing mail servers', icon: ServerCog },
  { href: '/technical/incoming-servers', label: 'Incoming mail servers', icon: PlugZap },
  { href: '/technical/aliases', label: 'Aliases', icon: AtSign },
  { href: '/technical/alias-domains', label: 'Alias domains', icon: Globe },
  { href: '/technical/blacklist', label: 'Blacklist', icon: Ban },
  { href: '/technical/gateway-allow-list', label: 'Gateway allow-list', icon: ShieldCheck },
  { href: '/technical/blocked-senders', label: 'Blocked senders', icon: ShieldBan },
  { href: '/technical/scheduled-actions', label: 'Scheduled actions', icon: Clock },
  { href: '/technical/system-parameters', label: 'System parameters', icon: Braces },
  { href: '/settings/api-keys', label: 'API keys', icon: KeyRound },
  { href: '/settings/audit', label: 'Audit log', icon: ScrollText },
];
