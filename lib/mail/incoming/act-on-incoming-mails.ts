import { z } from 'zod';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import { actOnMany, type ManyActed, targetSchema } from '#lib/db/act-on-many.ts';
import type { Ctx } from '#lib/db/context.ts';
import { discardIncomingMail } from './discard-incoming-mail.ts';
import { incomingMailListFields } from './incoming-mail-schema.ts';
import { listIncomingMails } from './list-incoming-mails.ts';
import { replayIncomingMail } from './replay-incoming-mail.ts';

/** Mails of one call; the answer says when there are more. */
const perCall = 500;

const verbs = { replay: replayIncomingMail, discard: discardIncomingMail };

const actOnIncomingMailsSchema = z.object({ action: z.enum(['replay', 'discard']), target: targetSchema(perCall) });

export type ActOnIncomingMailsInput = z.input<typeof actOnIncomingMailsSchema>;

/** Replays or discards many mails. Those that stand in a document already are skipped and counted. */
export async function actOnIncomingMails(ctx: Ctx, input: ActOnIncomingMailsInput): Promise<ManyActed> {
  requireAdministrator(ctx.actor);
  const { action, target } = parseInput(actOnIncomingMailsSchema, input);
  const fields = incomingMailListFields;
  return actOnMany(ctx, { target, perCall, fields, list: listIncomingMails, act: verbs[action] });
}
