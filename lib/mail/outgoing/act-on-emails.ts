import { z } from 'zod';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import { actOnMany, type ManyActed, targetSchema } from '#lib/db/act-on-many.ts';
import type { Ctx } from '#lib/db/context.ts';
import { cancelEmail } from './cancel-email.ts';
import { emailListFields } from './email-schema.ts';
import { listEmails } from './list-emails.ts';
import { retryEmail } from './retry-email.ts';
import { sendEmailNow } from './send-email-now.ts';

/** Mails of one call; the answer says when there are more. */
const perCall = 1000;

const verbs = {
  retry: (ctx: Ctx, id: number) => retryEmail(ctx, { id }),
  cancel: cancelEmail,
  send: sendEmailNow,
};

const actOnEmailsSchema = z.object({ action: z.enum(['retry', 'cancel', 'send']), target: targetSchema(perCall) });

export type ActOnEmailsInput = z.input<typeof actOnEmailsSchema>;

/** Does the same to many mails. Those it cannot be done to (sent already, nothing failed) are skipped and counted. */
export async function actOnEmails(ctx: Ctx, input: ActOnEmailsInput): Promise<ManyActed> {
  requireAdministrator(ctx.actor);
  const { action, target } = parseInput(actOnEmailsSchema, input);
  return actOnMany(ctx, { target, perCall, fields: emailListFields, list: listEmails, act: verbs[action] });
}
