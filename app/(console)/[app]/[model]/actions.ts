'use server';
import { runAction } from '#lib/auth/action-client.ts';
import { bulkUpdateRecords } from '#lib/documents/bulk-update-records.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { deleteRecord } from '#lib/documents/delete-record.ts';
import { updateRecord } from '#lib/documents/update-record.ts';

/** Creates a document; answers its number. */
export async function createDocument(model: string, input: unknown) {
  return runAction(async (ctx) => (await createRecord(ctx, model, input)).id);
}

/** Changes the fields given. */
export async function updateDocument(model: string, id: number, input: unknown) {
  return runAction(async (ctx) => {
    await updateRecord(ctx, model, id, input);
  });
}

/** Deletes a document and its chatter. */
export async function deleteDocument(model: string, id: number) {
  return runAction((ctx) => deleteRecord(ctx, model, id));
}

/** Changes several documents, chosen by number or by the query string of a list. */
export async function updateDocuments(model: string, input: unknown) {
  return runAction((ctx) => bulkUpdateRecords(ctx, model, input));
}
