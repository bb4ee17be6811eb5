import { queryOptions } from '@tanstack/react-query';
import { getPage } from '#app/api-client.ts';
import type { ListParams } from '#components/table/list-types.ts';
import type { AuditItem } from '#lib/audit/audit-schema.ts';

/** The audit log, newest first. */
export const auditQuery = (params: ListParams) =>
  queryOptions({
    queryKey: ['audit', 'list', params],
    queryFn: ({ signal }) => getPage<AuditItem>('/audit', params, signal),
  });
