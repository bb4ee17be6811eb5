import { resolveAlert } from '#lib/alerts/resolve-alert.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { cancelWaitingEmails } from '#lib/mail/outgoing/cancel-waiting-emails.ts';
import { wakeDueEmails } from '#lib/mail/outgoing/queue/wake-due-emails.ts';
import { copyAlert } from './guard-identity.ts';
import { shortIdentity } from './identity.ts';
import { type ClaimDatabaseInput, claimDatabaseSchema, type InstanceItem } from './instance-schema.ts';
import { ownIdentity } from './own-identity.ts';
import { readInstance } from './read-instance.ts';
import { endCapture, selectInstance } from './store.ts';

/**
 * Makes a copied database this installation's own: what waits leaves, mailboxes are fetched. Mail that was captured
 * stays in the sandbox until somebody sends it for real. Administrators only.
 * @throws AppError `conflict` when the database belongs to this installation already
 */
export async function takeOwnership(
  ctx: Ctx,
  input: ClaimDatabaseInput = {},
): Promise<InstanceItem & { cancelled: number }> {
  requireAdministrator(ctx.actor);
  const { cancelWaiting } = parseInput(claimDatabaseSchema, input);
  const identity = await ownIdentity(ctx);
  await requireCopy(ctx, identity);
  const cancelled = cancelWaiting ? await cancelWaitingEmails(ctx) : 0;
  await inTransaction(ctx, async (tx) => {
    const before = await requireCopy(tx, identity);
    await endCapture(tx.db, identity, tx.actor.userId, tx.now());
    await recordAudit(tx, {
      action: 'instance.claim',
      targetType: 'instance',
      targetId: 1,
      before: { identity: shortIdentity(before.identity), captureSince: before.captureSince },
      after: { identity: shortIdentity(identity), cancelled },
    });
    await resolveAlert(tx, copyAlert, 'all');
    for (const topic of ['sandbox', 'servers', 'emails'] as const) await publishEvent(tx.db, { topic });
    await wakeDueEmails(tx);
  });
  return { ...(await readInstance(ctx)), cancelled };
}

async function requireCopy(ctx: Ctx, identity: string) {
  const row = await selectInstance(ctx.db, true);
  if (row && (row.captureSince !== null || row.identity !== identity)) return row;
  throw new AppError('conflict', 'This database belongs to this installation already: there is nothing to claim.');
}
