'use server';
import { runAction } from '#lib/auth/action-client.ts';
import type { Ctx } from '#lib/db/context.ts';
import { type ActOnIncomingMailsInput, actOnIncomingMails } from '#lib/mail/incoming/act-on-incoming-mails.ts';
import { assignIncomingMail } from '#lib/mail/incoming/assign-incoming-mail.ts';
import { blockSender } from '#lib/mail/incoming/block-sender.ts';
import { createDocumentFromMail } from '#lib/mail/incoming/create-document-from-mail.ts';
import { discardIncomingMail } from '#lib/mail/incoming/discard-incoming-mail.ts';
import type { GatewayAnswer } from '#lib/mail/incoming/receive.ts';
import { replayIncomingMail } from '#lib/mail/incoming/replay-incoming-mail.ts';

/** Replays or discards many mails: some by id, or all that a list shows. */
export async function actOnMany(input: ActOnIncomingMailsInput) {
  return runAction((ctx) => actOnIncomingMails(ctx, input));
}

/** Processes a mail again. */
export async function replayMail(id: number) {
  return answered((ctx) => replayIncomingMail(ctx, id));
}

/** Posts a mail on a document. */
export async function assignMail(id: number, input: { model: string; recordId: number }) {
  return answered((ctx) => assignIncomingMail(ctx, id, input));
}

/** Makes a document of a mail. */
export async function createFromMail(id: number, model: string) {
  return answered((ctx) => createDocumentFromMail(ctx, id, { model }));
}

/** Says that nothing is to be done with a mail. */
export async function discardMail(id: number) {
  return runAction(async (ctx) => void (await discardIncomingMail(ctx, id)));
}

/** Makes all further mails of the sender spam. */
export async function blockSenderOf(id: number) {
  return runAction(async (ctx) => void (await blockSender(ctx, id)));
}

/** The screen reads the mail again by itself; the answer need not carry its body. */
function answered(work: (ctx: Ctx) => Promise<GatewayAnswer>) {
  return runAction(async (ctx) => {
    const { outcome, reason } = await work(ctx);
    return { outcome, reason };
  });
}
