import { queryOptions } from '@tanstack/react-query';
import { getJson } from '#app/api-client.ts';
import type { ListPage } from '#lib/core/list-query.ts';
import type { DkimKeyItem } from '#lib/mail/dkim/dkim-key-schema.ts';

/** A key as the API answers it: moments are texts. */
export type SigningKeyRow = Omit<DkimKeyItem, 'createdAt' | 'updatedAt' | 'lastUsedAt'> & {
  createdAt: string;
  lastUsedAt: string | null;
};

/** All signing keys, by domain; live. */
export const signingKeysQuery = queryOptions({
  queryKey: ['servers', 'signing-keys'],
  queryFn: ({ signal }) =>
    getJson<ListPage<SigningKeyRow>>('/dkim-keys', new URLSearchParams({ limit: '200', sort: 'domain' }), signal),
});
