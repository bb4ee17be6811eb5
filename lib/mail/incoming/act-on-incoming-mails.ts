import { z } from 'zod';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import { actOnMany, type ManyActed, targetSchema } from '#lib/db/act-on-many.ts';
import type { Ctx } from '#lib/db/context.ts';
import { assignIncomingMail } from './assign-incoming-mail.ts';
import { blockSender } from './block-sender.ts';
import { discardIncomingMail } from './discard-incoming-mail.ts';
import { assignMailSchema, incomingMailListFields } from './incoming-mail-schema.ts';
import { listIncomingMails } from './list-incoming-mails.ts';
import { replayIncomingMail } from './replay-incoming-mail.ts';

/** Mails of one call; the answer says when there are more. */
const perCall = 500;

const target = targetSchema(perCall);
const actOnIncomingMailsSchema = z.discriminatedUnion('action', [
  z.object({ action: z.enum(['replay', 'discard', 'block']), target }),
  z.object({ action: z.literal('assign'), target, document: assignMailSchema }),
]);

export type ActOnIncomingMailsInput = z.input<typeof actOnIncomingMailsSchema>;

/**
 * Replays, discards or assigns many mails, or blocks their senders. Mails that stand in a document already, and those
 * that name no sender to block, are skipped and counted. Administrators only.
 */
export async function actOnIncomingMails(ctx: Ctx, input: ActOnIncomingMailsInput): Promise<ManyActed> {
  requireAdministrator(ctx.actor);
  const wanted = parseInput(actOnIncomingMailsSchema, input);
  const fields = incomingMailListFields;
  return actOnMany(ctx, { target: wanted.target, perCall, fields, list: listIncomingMails, act: verbFor(wanted) });
}

function verbFor(wanted: z.output<typeof actOnIncomingMailsSchema>): (ctx: Ctx, id: number) => Promise<unknown> {
  switch (wanted.action) {
    case 'replay':
      return replayIncomingMail;
    case 'discard':
      return discardIncomingMail;
    case 'block':
      return blockWhereNamed;
    case 'assign':
      return (ctx, id) => assignIncomingMail(ctx, id, wanted.document);
  }
}

/** A mail without a sender stops nothing: it is one of those left alone. */
async function blockWhereNamed(ctx: Ctx, id: number): Promise<void> {
  try {
    await blockSender(ctx, id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') throw new AppError('conflict', error.message);
    throw error;
  }
}
