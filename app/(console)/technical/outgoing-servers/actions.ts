'use server';
import { runAction } from '#lib/auth/action-client.ts';
import type { ExplainSelectionInput } from '#lib/mail/outgoing/email-schema.ts';
import { explainSelection } from '#lib/mail/outgoing/explain-selection.ts';
import { deleteOutgoingServer } from '#lib/mail/servers/delete-outgoing-server.ts';
import type { CreateOutgoingServerInput, UpdateOutgoingServerInput } from '#lib/mail/servers/outgoing-server-schema.ts';
import { previewSenders } from '#lib/mail/servers/preview-senders.ts';
import { readServerSize } from '#lib/mail/servers/read-server-size.ts';
import { saveOutgoingServer } from '#lib/mail/servers/save-outgoing-server.ts';
import { sendEverythingFrom } from '#lib/mail/servers/send-everything-from.ts';
import { sendTestMail } from '#lib/mail/servers/send-test-mail.ts';

/** Adds a server; answers it with its id. */
export async function createServer(input: CreateOutgoingServerInput) {
  return runAction((ctx) => saveOutgoingServer(ctx, { ...input, id: undefined }));
}

/** Changes the fields given. */
export async function updateServer(id: number, input: UpdateOutgoingServerInput) {
  return runAction((ctx) => saveOutgoingServer(ctx, { ...input, id: Number(id) }));
}

/** Deletes a server that nothing uses. */
export async function deleteServer(id: number) {
  return runAction((ctx) => deleteOutgoingServer(ctx, Number(id)));
}

/** Really sends one mail through a server; answers the mail's id. */
export async function sendServerTest(id: number, to: string) {
  return runAction(async (ctx) => ({ emailId: (await sendTestMail(ctx, { id: Number(id), to: String(to) })).id }));
}

/** Asks a server for its size limit, and keeps it. */
export async function readSizeLimit(id: number) {
  return runAction((ctx) => readServerSize(ctx, Number(id)));
}

/** Sends every mail From the address a server signs in as. */
export async function sendEverythingFromServer(id: number) {
  return runAction((ctx) => sendEverythingFrom(ctx, Number(id)));
}

/** How mails would leave a server with this From filter. */
export async function previewFilter(input: { fromFilter: string }) {
  return runAction((ctx) => previewSenders(ctx, input));
}

/** "Which server would send this?" */
export async function explainSender(input: ExplainSelectionInput) {
  return runAction((ctx) => explainSelection(ctx, input));
}
