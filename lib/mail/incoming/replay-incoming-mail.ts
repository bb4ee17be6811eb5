import { resolveAlert } from '#lib/alerts/resolve-alert.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { lockIncomingMail, resetIncomingMail } from './keep/store.ts';
import { requireStoredMail } from './read-incoming-mail.ts';
import { processIncomingMail } from './receive.ts';
import { type NamedAnswer, nameAnswer } from './trace/name-routes.ts';

/** Outcomes that left something in a document: a second run would double it. */
const done = ['reply_posted', 'record_created', 'record_updated', 'bounce_processed', 'complaint'];

/**
 * Processes a stored mail again, as if it had just come. Administrators only.
 * @throws AppError `not_found`, `conflict` for a mail that stands in a document already
 */
export async function replayIncomingMail(ctx: Ctx, id: number): Promise<NamedAnswer> {
  const row = await requireStoredMail(ctx, id);
  if (row.outcome !== null) {
    await inTransaction(ctx, async (tx) => {
      const locked = await lockIncomingMail(tx.db, id);
      assertReplayable(
        locked?.outcome ?? null,
        (locked?.routes ?? []).some((route) => route.messageId !== null),
      );
      await resetIncomingMail(tx.db, id);
      await resolveAlert(tx, 'incoming-mail-failed', String(id));
      const entry = { targetType: 'incoming-mail', targetId: id, before: { outcome: row.outcome, reason: row.reason } };
      await recordAudit(tx, { action: 'incoming-mail.replay', ...entry });
    });
  }
  return nameAnswer(ctx, await processIncomingMail(ctx, id));
}

function assertReplayable(outcome: string | null, isPosted: boolean): void {
  if (outcome === null || !(done.includes(outcome) || isPosted)) return;
  throw new AppError('conflict', 'This mail was carried out already; replaying it would do everything twice.');
}
