import { recordAudit } from '#lib/audit/record-audit.ts';
import { maskAddresses } from '#lib/auth/one-time-links.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { readOutgoingServer } from '#lib/mail/servers/read-outgoing-server.ts';
import { emailEml } from './email-eml.ts';
import type { EmailDetail } from './email-schema.ts';
import { loadBreakerRow, loadDatabaseVersion, loadSendingAlerts } from './load-bundle-facts.ts';
import { loadEmails } from './load-emails.ts';
import { readEmail } from './read-email.ts';

/** Of the raw mail; what matters for delivery stands at its beginning. */
const mostRawCharacters = 300_000;

/**
 * Everything known of one mail in one file that may be given to strangers: the mail without files, deliveries, attempts
 * with their dialogues, the selection's trace, the server, its breaker, alerts, versions. No password, no token, no link
 * that opens anything. Administrators only.
 * @param product its version
 * @throws AppError `not_found`
 */
export async function supportBundle(
  ctx: Ctx,
  id: number,
  product: string,
): Promise<{ fileName: string; content: string }> {
  const email = await readEmail(ctx, id);
  requireAdministrator(ctx.actor);
  const serverId = (await loadEmails(ctx, [id])).get(id)?.serverId ?? null;
  const bundle = {
    about: 'One email of PerfectWORK Mail and all that is known of its delivery. Passwords and tokens are left out.',
    generatedAt: ctx.now(),
    versions: {
      product,
      database: await loadDatabaseVersion(ctx.db),
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
    },
    email: withoutBodies(email),
    raw: await rawMail(ctx, id),
    server: await serverFacts(ctx, serverId),
    breaker: serverId === null ? null : await loadBreakerRow(ctx.db, serverId),
    alerts: await loadSendingAlerts(ctx.db, email.createdAt),
  };
  await recordAudit(ctx, { action: 'email.support-bundle', targetType: 'email', targetId: id });
  return { fileName: `email-${id}-support.json`, content: maskAddresses(JSON.stringify(bundle, null, 2)) };
}

/** The bodies stand in the raw mail. */
function withoutBodies({ html: _html, text: _text, ...email }: EmailDetail) {
  return email;
}

async function rawMail(ctx: Ctx, id: number): Promise<string> {
  const { content } = await emailEml(ctx, id, 'bundle');
  const raw = content.toString('utf8');
  return raw.length > mostRawCharacters ? `${raw.slice(0, mostRawCharacters)}\n(the rest is left out)` : raw;
}

/** The settings of the server, which hold no secret; null where none was chosen. */
async function serverFacts(ctx: Ctx, serverId: number | null): Promise<unknown> {
  if (serverId === null) return null;
  if (serverId === 0) return { name: 'Default server', fromEnvironment: ctx.env.defaultSmtpUrl !== undefined };
  try {
    return await readOutgoingServer(ctx, serverId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return { id: serverId, deleted: true };
    throw error;
  }
}
