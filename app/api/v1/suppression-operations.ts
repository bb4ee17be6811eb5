import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import { addEntry } from '#lib/mail/suppression/add-entry.ts';
import { listEntries } from '#lib/mail/suppression/list-entries.ts';
import { readEntry } from '#lib/mail/suppression/read-entry.ts';
import { removeEntry } from '#lib/mail/suppression/remove-entry.ts';
import {
  addEntrySchema,
  type SuppressionList,
  suppressionItemSchema,
  suppressionListFields,
  updateEntrySchema,
} from '#lib/mail/suppression/suppression-schema.ts';
import { updateEntry } from '#lib/mail/suppression/update-entry.ts';

/** Addresses mailings must not reach, senders exempt from the loop check, senders whose mails are spam. */
export const suppressionOperations: AnyOperation[] = [
  ...operationsOf('blacklist', 'the blacklist'),
  ...operationsOf('gateway-allow-list', 'the gateway allow-list'),
  ...operationsOf('blocked-senders', 'the list of blocked senders'),
];

function operationsOf(list: SuppressionList, words: string): AnyOperation[] {
  const shared = { tag: list, response: suppressionItemSchema };
  return [
    defineOperation({
      ...shared,
      method: 'GET',
      path: `/${list}`,
      summary: `List the addresses on ${words}; those taken off it with active=false`,
      scope: `${list}:read`,
      list: suppressionListFields,
      run: ({ ctx, list: query }) => listEntries(ctx, list, query),
    }),
    defineOperation({
      ...shared,
      method: 'POST',
      path: `/${list}`,
      summary: `Put an address on ${words}; one taken off it comes back`,
      scope: `${list}:write`,
      body: addEntrySchema,
      status: 201,
      run: ({ ctx, body }) => addEntry(ctx, list, body),
    }),
    defineOperation({
      ...shared,
      method: 'GET',
      path: `/${list}/{id}`,
      summary: `Read an entry of ${words}`,
      scope: `${list}:read`,
      run: ({ ctx, id }) => readEntry(ctx, list, id),
    }),
    defineOperation({
      ...shared,
      method: 'PATCH',
      path: `/${list}/{id}`,
      summary: `Change the reason of an entry of ${words}, or take it off and put it back`,
      scope: `${list}:write`,
      body: updateEntrySchema,
      run: ({ ctx, id, body }) => updateEntry(ctx, list, id, body),
    }),
    defineOperation({
      tag: list,
      method: 'DELETE',
      path: `/${list}/{id}`,
      summary: `Take an address off ${words}; the entry is kept for the record`,
      scope: `${list}:write`,
      run: ({ ctx, id }) => removeEntry(ctx, list, id),
    }),
  ];
}
