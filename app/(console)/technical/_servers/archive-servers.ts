import { Archive } from 'lucide-react';
import { getJson, searchParamsOf } from '#app/api-client.ts';
import { toast } from '#components/feedback/toaster.tsx';
import type { BulkAction, Selection } from '#components/table/list-types.ts';
import type { ListPage } from '#lib/core/list-query.ts';

export interface ArchivableServers {
  /** Of their list in the API. */
  listPath: string;
  /** What archiving means for them. */
  description: string;
  archive(id: number): Promise<{ ok: true } | { ok: false; message: string }>;
}

/** The bulk action that archives the selected servers one by one; those that refuse stay, and say why. */
export function archiveServers(servers: ArchivableServers): BulkAction[] {
  return [
    {
      id: 'archive',
      label: (count) => (count === 1 ? 'Archive 1 server' : `Archive ${count} servers`),
      icon: Archive,
      confirm: (count) => ({
        title: count === 1 ? 'Archive this server?' : `Archive ${count} servers?`,
        description: servers.description,
      }),
      run: (selection) => archiveEach(servers, selection),
    },
  ];
}

async function archiveEach(servers: ArchivableServers, selection: Selection): Promise<void> {
  let archived = 0;
  for (const id of await idsOf(servers.listPath, selection)) {
    const result = await servers.archive(id);
    if (result.ok) archived += 1;
    else toast.error(result.message);
  }
  if (archived > 0) toast.success(archived === 1 ? '1 server is archived' : `${archived} servers are archived`);
}

async function idsOf(listPath: string, selection: Selection): Promise<number[]> {
  if (!selection.all) return selection.ids.map(Number);
  const params = searchParamsOf({ ...selection.params, sort: null, cursor: null, group: null, limit: 200 });
  const { items } = await getJson<ListPage<{ id: number }>>(listPath, params);
  return items.map(({ id }) => id);
}
