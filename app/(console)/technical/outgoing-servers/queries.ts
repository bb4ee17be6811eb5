import { queryOptions } from '@tanstack/react-query';
import { getPage } from '#app/api-client.ts';
import type { RelationOption } from '#components/form/relation-field.tsx';
import type { ListParams } from '#components/table/list-types.ts';
import type { CompanyItem } from '#lib/companies/company-schema.ts';
import type { OutgoingServerItem } from '#lib/mail/servers/outgoing-server-schema.ts';

/** The outgoing servers; live. */
export const outgoingServersQuery = (params: ListParams) =>
  queryOptions({
    queryKey: ['servers', 'outgoing', params],
    queryFn: ({ signal }) => getPage<OutgoingServerItem>('/outgoing-servers', params, signal),
  });

const choices = { sort: null, cursor: null, group: null, limit: 20 };

/** Active servers to choose one of. */
export async function searchServers(q: string): Promise<RelationOption[]> {
  const page = await getPage<OutgoingServerItem>('/outgoing-servers', { ...choices, q, filters: { active: 'true' } });
  return page.items.map(({ id, name, fromFilter }) => ({ id, label: name, note: fromFilter ?? 'any sender' }));
}

/** Companies to choose one of. */
export async function searchCompanies(q: string): Promise<RelationOption[]> {
  const page = await getPage<CompanyItem>('/companies', { ...choices, q, filters: {} });
  return page.items.map(({ id, name }) => ({ id, label: name }));
}
