'use server';
import { runAction } from '#lib/auth/action-client.ts';
import { checkBooks } from '#lib/mail/incoming/fetch/check-books.ts';
import { fetchIncomingServer } from '#lib/mail/incoming/fetch/fetch-server.ts';
import { deleteIncomingServer } from '#lib/mail/servers/delete-incoming-server.ts';
import type { CreateIncomingServerInput, UpdateIncomingServerInput } from '#lib/mail/servers/incoming-server-schema.ts';
import { resetIncomingServer } from '#lib/mail/servers/reset-incoming-server.ts';
import { saveIncomingServer } from '#lib/mail/servers/save-incoming-server.ts';

/** Adds a server; answers it with its id. */
export async function createServer(input: CreateIncomingServerInput) {
  return runAction((ctx) => saveIncomingServer(ctx, { ...input, id: undefined }));
}

/** Changes the fields given. */
export async function updateServer(id: number, input: UpdateIncomingServerInput) {
  return runAction((ctx) => saveIncomingServer(ctx, { ...input, id: Number(id) }));
}

/** Deletes a server; mails it brought stay. */
export async function deleteServer(id: number) {
  return runAction((ctx) => deleteIncomingServer(ctx, Number(id)));
}

/** Fetches a mailbox now, for at most a minute. */
export async function fetchNow(id: number) {
  return runAction((ctx) => fetchIncomingServer(ctx, { id: Number(id) }));
}

/** Compares the books with the mailbox and fetches what was missed. */
export async function checkBooksNow(id: number) {
  return runAction((ctx) => checkBooks(ctx, Number(id)));
}

/** Takes the confirmation back. */
export async function resetConfirmation(id: number) {
  return runAction((ctx) => resetIncomingServer(ctx, Number(id)));
}
