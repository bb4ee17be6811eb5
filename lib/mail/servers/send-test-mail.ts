import { requireAdministrator } from '#lib/auth/permissions.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { createEmail } from '#lib/mail/outgoing/create-email.ts';
import type { EmailDetail } from '#lib/mail/outgoing/email-schema.ts';
import { sendTestMailSchema } from './outgoing-server-schema.ts';
import { readOutgoingServer } from './read-outgoing-server.ts';

/**
 * Really sends one mail through a server; its verdict appears with the mail. Administrators only.
 * @throws AppError `not_found`, `conflict` for an archived server, `invalid`
 */
export async function sendTestMail(ctx: Ctx, input: { id: number; to: string }): Promise<EmailDetail> {
  requireAdministrator(ctx.actor);
  const { to } = parseInput(sendTestMailSchema, { to: input.to });
  const server = await readOutgoingServer(ctx, input.id);
  const text = `This is a test of the outgoing server "${server.name}" (${server.host}:${server.port}). It arrived, so the server works.`;
  const subject = `Test of ${server.name}`;
  return createEmail(ctx, { from: null, to, subject, text, serverId: server.id, automatic: true });
}
