import { Contact, FolderKanban, Handshake, LifeBuoy, Mail, PlugZap, ServerCog, UserRoundSearch } from 'lucide-react';
import { getJson } from '#app/api-client.ts';
import type { PaletteItem } from '#components/frame/command-palette.tsx';
import type { ListPage } from '#lib/core/list-query.ts';

type Found = { id: number } & Record<string, unknown>;

interface Source {
  group: string;
  path: string;
  icon: PaletteItem['icon'];
  hrefOf: (row: Found) => string;
  labelOf: (row: Found) => unknown;
  noteOf?: (row: Found) => unknown;
  /** Only administrators may read it. */
  technical?: boolean;
}

/** Documents found by subject, address and phone. */
function documents(group: string, model: string, path: string, icon: PaletteItem['icon']): Source {
  return {
    ...{ group, path: `/records/${model}`, icon },
    hrefOf: ({ id }) => `${path}/${id}`,
    labelOf: (row) => row.name,
    noteOf: (row) => row.emailFrom,
  };
}

const sources: Source[] = [
  documents('Leads', 'lead', '/crm/leads', Handshake),
  documents('Tickets', 'ticket', '/helpdesk/tickets', LifeBuoy),
  documents('Tasks', 'task', '/project/tasks', FolderKanban),
  documents('Applicants', 'applicant', '/recruitment/applicants', UserRoundSearch),
  {
    group: 'Contacts',
    path: '/records/contact',
    icon: Contact,
    hrefOf: ({ id }) => `/contacts/${id}`,
    labelOf: (row) => row.name,
    noteOf: (row) => row.email,
  },
  {
    group: 'Emails',
    path: '/emails',
    icon: Mail,
    hrefOf: ({ id }) => `/technical/emails/${id}`,
    labelOf: (row) => row.subject || 'Without subject',
    noteOf: (row) => row.to,
    technical: true,
  },
  {
    group: 'Outgoing mail servers',
    path: '/outgoing-servers',
    icon: ServerCog,
    hrefOf: ({ id }) => `/technical/outgoing-servers/${id}`,
    labelOf: (row) => row.name,
    noteOf: (row) => row.host,
    technical: true,
  },
  {
    group: 'Incoming mail servers',
    path: '/incoming-servers',
    icon: PlugZap,
    hrefOf: ({ id }) => `/technical/incoming-servers/${id}`,
    labelOf: (row) => row.name,
    noteOf: (row) => row.host,
    technical: true,
  },
];

/** Looks for a text in documents, contacts, emails and servers; five of each. What cannot be read is left out. */
export async function searchEverything(text: string, isAdministrator: boolean): Promise<PaletteItem[]> {
  const asked = sources.filter((source) => isAdministrator || !source.technical);
  const found = await Promise.all(asked.map((source) => searchOne(source, text).catch(() => [])));
  return found.flat();
}

async function searchOne(source: Source, q: string): Promise<PaletteItem[]> {
  const page = await getJson<ListPage<Found>>(source.path, new URLSearchParams({ q, limit: '5' }));
  return page.items.map((row) => ({
    id: `${source.path}/${row.id}`,
    label: String(source.labelOf(row) ?? ''),
    note: String(source.noteOf?.(row) ?? '').slice(0, 60),
    group: source.group,
    icon: source.icon,
    href: source.hrefOf(row),
  }));
}
