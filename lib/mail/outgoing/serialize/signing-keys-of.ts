import { openAlert } from '#lib/alerts/open-alert.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import type { Ctx } from '#lib/db/context.ts';
import { unusableKeyAlert } from '#lib/mail/dkim/refresh-signing.ts';
import type { SigningKey } from '#lib/mail/dkim/sign-mail.ts';
import { keysForFrom, loadSigningKeys } from '#lib/mail/dkim/signing-keys.ts';
import { domainOf, normaliseDomain, parseAddress } from '#lib/mail/message/address.ts';
import type { PlannedTransaction } from '#lib/mail/outgoing/plan-transactions.ts';
import { putBack } from '#lib/mail/outgoing/queue/put-back.ts';

const unusableKeyWaitMs = 60_000;

/**
 * What signs the mail of a transaction, from memory. Where a key of its From cannot be used, the mail waits and the
 * administrators are told: leaving unsigned it would fail the DMARC policy of its own domain, and nobody would know.
 * @returns null when the deliveries went back to the queue
 */
export async function signingKeysOf(ctx: Ctx, transaction: PlannedTransaction): Promise<SigningKey[] | null> {
  const { email, selection, serverId, deliveries: held } = transaction;
  const found = keysForFrom(await loadSigningKeys(ctx), selection.headerFrom);
  if (found.ok) return found.keys;
  const { reason } = found;
  const dueAt = addMilliseconds(ctx.now(), unusableKeyWaitMs);
  await putBack(ctx, email.id, { held, dueAt, serverId, reason });
  const domain = normaliseDomain(domainOf(parseAddress(selection.headerFrom)?.address ?? ''));
  await openAlert(ctx, {
    kind: unusableKeyAlert,
    key: domain,
    severity: 'error',
    title: `Mail From ${domain} waits: its signing key cannot be used`,
    detail: reason,
    link: '/settings/signing-keys',
  });
  return null;
}
