import type { TraceLine } from '#lib/core/trace.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import type { Examined } from '../trace/gateway-answer.ts';
import { sendAnswers } from './send-answers.ts';

/**
 * Tells the sender of a mail whose document could not be made to try later, in words that say nothing of the reason.
 * Never a machine, never the null sender (RFC 3834 section 2), and once an hour.
 */
export function answerFailure(ctx: Ctx, examined: Examined, aliasId: number): Promise<TraceLine[]> {
  const { mail, automatic } = examined;
  const to = mail.returnPath === '' ? null : (mail.returnPath ?? mail.from?.address ?? null);
  if (!automatic.mayAutoAnswer || to === null) return Promise.resolve([]);
  const answer = { kind: 'bounce_alias_config' as const, to, aliasId, reason: 'its document could not be made' };
  return inTransaction(ctx, (tx) => sendAnswers(tx, mail, [answer], null));
}
