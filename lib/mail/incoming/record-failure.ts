import { openAlert } from '#lib/alerts/open-alert.ts';
import { AppError, messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { noteAliasStatus } from '#lib/mail/aliases/note-alias-status.ts';
import { writeFailure } from './keep/store.ts';
import { headline, RouteFailure } from './process-mail.ts';
import { answerFailure } from './thread/answer-failure.ts';
import type { Examined } from './trace/gateway-answer.ts';

/**
 * The row says what went wrong; the mail is kept and can be replayed. Nothing is noted where another worker has
 * brought the mail to an end meanwhile.
 */
export async function recordFailure(ctx: Ctx, id: number, error: unknown, examined: Examined | null): Promise<void> {
  const cause = error instanceof RouteFailure ? error.cause : error;
  const aliasId = error instanceof RouteFailure ? error.aliasId : null;
  ctx.log.error({ err: cause, incomingMailId: id }, 'an incoming mail could not be processed');
  const words = cause instanceof AppError ? cause.message : `An internal fault (${messageOf(cause).slice(0, 200)}).`;
  const reason = `${words} The mail is kept; replay it once this is mended.`;
  const trace = [{ rule: 'processing', matched: false, detail: words }];
  const result = { reason, trace, routes: [], ...(examined ? headline(examined) : {}) };
  const isNoted = await inTransaction(ctx, async (tx) => {
    if (!(await writeFailure(tx.db, id, result, tx.now()))) return false;
    if (aliasId !== null) await noteAliasStatus(tx, aliasId, 'invalid');
    await openAlert(tx, {
      kind: 'incoming-mail-failed',
      key: String(id),
      severity: 'error',
      title: 'An incoming mail could not be processed',
      detail: reason,
      link: `/technical/incoming-mails/${id}`,
    });
    await publishEvent(tx.db, { topic: 'incoming-mails' });
    return true;
  });
  if (isNoted && aliasId !== null && examined !== null) await tellSender(ctx, id, examined, aliasId);
}

/** What is noted of a failure stands, whether or not the sender can be told. */
async function tellSender(ctx: Ctx, id: number, examined: Examined, aliasId: number): Promise<void> {
  try {
    await answerFailure(ctx, examined, aliasId);
  } catch (error) {
    ctx.log.error({ err: error, incomingMailId: id }, 'the sender of a failed mail could not be told');
  }
}
