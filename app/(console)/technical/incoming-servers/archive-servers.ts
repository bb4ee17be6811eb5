import { Archive } from 'lucide-react';
import { getJson, searchParamsOf } from '#app/api-client.ts';
import { toast } from '#components/feedback/toaster.tsx';
import type { BulkAction, Selection } from '#components/table/list-types.ts';
import type { ListPage } from '#lib/core/list-query.ts';
import { updateServer } from './actions.ts';

/** Archives the selected servers one by one; a refusal says why. */
export const archiveServers: BulkAction[] = [
  {
    id: 'archive',
    label: (count) => (count === 1 ? 'Archive 1 server' : `Archive ${count} servers`),
    icon: Archive,
    confirm: (count) => ({
      title: count === 1 ? 'Archive this server?' : `Archive ${count} servers?`,
      description: 'Archived servers are not fetched. Their mails, settings and passwords stay.',
    }),
    run: archive,
  },
];

async function archive(selection: Selection): Promise<void> {
  let archived = 0;
  for (const id of await idsOf(selection)) {
    const result = await updateServer(id, { active: false });
    if (result.ok) archived += 1;
    else toast.error(result.message);
  }
  if (archived > 0) toast.success(archived === 1 ? '1 server is archived' : `${archived} servers are archived`);
}

async function idsOf(selection: Selection): Promise<number[]> {
  if (!selection.all) return selection.ids.map(Number);
  const params = searchParamsOf({ ...selection.params, sort: null, cursor: null, group: null, limit: 200 });
  const { items } = await getJson<ListPage<{ id: number }>>('/incoming-servers', params);
  return items.map(({ id }) => id);
}
