import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import { documentModels } from '#lib/core/enumerations.ts';
import { bulkUpdateRecords, bulkUpdateSchema } from '#lib/documents/bulk-update-records.ts';
import { countByStage } from '#lib/documents/count-by-stage.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { deleteRecord } from '#lib/documents/delete-record.ts';
import { listRecords } from '#lib/documents/list-records.ts';
import { readRecord } from '#lib/documents/read-record.ts';
import { updateRecord } from '#lib/documents/update-record.ts';
import { jsonObject } from './json-object.ts';

const record = { tag: 'records', path: '/records/{model}/{id}' };
const all = { tag: 'records', path: '/records/{model}' };
const listing = {
  limit: '1-200, 50 unless given',
  cursor: 'nextCursor of the page before',
  q: 'Words to look for',
  sort: 'A field; "-" in front for descending',
  '<field>': 'A filter; an unknown one is answered with the allowed names',
};

/** Documents of every model; which fields a model has, a wrong one is told. */
export const recordOperations: AnyOperation[] = [
  defineOperation({
    ...all,
    method: 'GET',
    summary: `List documents of a model (${documentModels.join(', ')})`,
    scope: 'records:read',
    queryParameters: listing,
    run: ({ ctx, params, query }) => listRecords(ctx, params.model ?? '', query),
  }),
  defineOperation({
    ...all,
    method: 'POST',
    summary: 'Create a document',
    scope: 'records:write',
    body: jsonObject,
    status: 201,
    run: ({ ctx, params, body }) => createRecord(ctx, params.model ?? '', body),
  }),
  defineOperation({
    ...all,
    method: 'PATCH',
    summary: 'Change several documents at once',
    scope: 'records:write',
    body: bulkUpdateSchema,
    run: ({ ctx, params, body }) => bulkUpdateRecords(ctx, params.model ?? '', body),
  }),
  defineOperation({
    ...all,
    method: 'GET',
    path: '/records/{model}/stage-counts',
    summary: 'Count the documents of a list by stage',
    scope: 'records:read',
    queryParameters: listing,
    run: ({ ctx, params, query }) => countByStage(ctx, params.model ?? '', query),
  }),
  defineOperation({
    ...record,
    method: 'GET',
    summary: 'Read a document',
    scope: 'records:read',
    run: ({ ctx, params, id }) => readRecord(ctx, params.model ?? '', id),
  }),
  defineOperation({
    ...record,
    method: 'PATCH',
    summary: 'Change a document',
    scope: 'records:write',
    body: jsonObject,
    run: ({ ctx, params, id, body }) => updateRecord(ctx, params.model ?? '', id, body),
  }),
  defineOperation({
    ...record,
    method: 'DELETE',
    summary: 'Delete a document and its chatter',
    scope: 'records:write',
    run: ({ ctx, params, id }) => deleteRecord(ctx, params.model ?? '', id),
  }),
];
