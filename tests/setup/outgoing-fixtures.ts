import { eq } from 'drizzle-orm';
import { aliasDomain } from '#drizzle/schema/alias-domain.ts';
import { delivery, deliveryAttempt, email } from '#drizzle/schema/email.ts';
import { instance } from '#drizzle/schema/instance.ts';
import { outgoingServer } from '#drizzle/schema/outgoing-server.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { EmailDraft } from '#lib/mail/outgoing/queue/email-draft.ts';
import { sealServerSecret } from '#lib/mail/servers/server-secret.ts';

/** What every sending test starts from: an instance and an email domain. */
export async function seedMailDomain(ctx: Ctx): Promise<void> {
  await ctx.db.insert(instance).values({ secretFingerprint: 'test' }).onConflictDoNothing();
  await ctx.db.insert(aliasDomain).values({ name: 'mycompany.example' }).onConflictDoNothing();
}

/** An own server on a port of this machine. */
export async function addServer(
  ctx: Ctx,
  values: Partial<typeof outgoingServer.$inferInsert> & { port: number; password?: string },
): Promise<number> {
  const { password, ...rest } = values;
  const [row] = await ctx.db
    .insert(outgoingServer)
    .values({
      name: 'Test server',
      host: '127.0.0.1',
      encryption: 'none',
      authentication: password ? 'login' : 'none',
      passwordSealed: password ? sealServerSecret(ctx, password) : null,
      ...rest,
    })
    .returning({ id: outgoingServer.id });
  return (row as { id: number }).id;
}

/** A mail from Anna to the given addresses. */
export function draftTo(recipients: string[], more: Partial<EmailDraft> = {}): EmailDraft {
  return {
    subject: 'Our offer',
    from: 'Anna <anna@mycompany.example>',
    to: recipients.join(', '),
    html: '<p>Hello, here is our offer.</p>',
    recipients: recipients.map((address) => ({ email: address })),
    ...more,
  };
}

/** The rows of one mail, as they stand. */
export async function readRows(ctx: Ctx, emailId: number) {
  const [mail] = await ctx.db.select().from(email).where(eq(email.id, emailId));
  const deliveries = await ctx.db.select().from(delivery).where(eq(delivery.emailId, emailId)).orderBy(delivery.id);
  const attempts = await ctx.db
    .select()
    .from(deliveryAttempt)
    .innerJoin(delivery, eq(delivery.id, deliveryAttempt.deliveryId))
    .where(eq(delivery.emailId, emailId))
    .orderBy(deliveryAttempt.id);
  if (!mail) throw new Error(`there is no mail ${emailId}`);
  return { mail, deliveries, attempts: attempts.map((row) => row.delivery_attempt) };
}

/** Makes everything due that waits. */
export async function letTimePass(ctx: Ctx): Promise<void> {
  await ctx.db.update(delivery).set({ nextAttemptAt: new Date(Date.now() - 1000) });
}
