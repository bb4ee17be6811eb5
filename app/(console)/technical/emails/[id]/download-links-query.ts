import { queryOptions } from '@tanstack/react-query';
import { getJson } from '#app/api-client.ts';
import type { ListPage } from '#lib/core/list-query.ts';

/** A link as the API answers it: moments are texts. */
export interface DownloadLinkRow {
  id: number;
  name: string;
  size: number;
  expiresAt: string;
  revokedAt: string | null;
  downloads: number;
}

/** The download links of one mail. */
export const downloadLinksQuery = (emailId: number) =>
  queryOptions({
    queryKey: ['emails', 'links', emailId],
    queryFn: ({ signal }) => {
      const asked = new URLSearchParams({ emailId: String(emailId), limit: '100', sort: 'createdAt' });
      return getJson<ListPage<DownloadLinkRow>>('/attachment-links', asked, signal);
    },
  });
