import type { Ctx } from '#lib/db/context.ts';
import { type Classification, classifyReply } from '#lib/mail/outgoing/verdict/classify-reply.ts';
import { isTooOld, type TriedDelivery } from '#lib/mail/outgoing/verdict/decide-verdict.ts';
import { firstSpentAttemptAt } from '#lib/mail/outgoing/verdict/store.ts';
import type { AttemptFacts } from '#lib/mail/outgoing/verdict/write-attempt.ts';

/**
 * A delivery as the verdict on a refusal sees it. Its days of trying begin with the first attempt that was spent: the
 * time it waited for a server that was down is not held against it. The timeline is asked only where it would be given up.
 */
export async function spentSoFar<Tried extends TriedDelivery & { id: number }>(
  ctx: Ctx,
  delivery: Tried,
  { next }: Classification,
): Promise<Tried> {
  if (next !== 'defer' || !delivery.firstAttemptAt || !isTooOld(delivery, ctx.now())) return delivery;
  const firstAttemptAt =
    delivery.attempts === 0 ? null : await firstSpentAttemptAt(ctx.db, delivery.id, delivery.firstAttemptAt);
  return { ...delivery, firstAttemptAt };
}

/**
 * What a refusal means within its transaction: "too many recipients" said to every one of them is no reason to part them
 * at once and for ever, but to come back later.
 */
export function classifyWithin(outcomes: AttemptFacts['outcomes'], classification: Classification): Classification {
  if (classification.next !== 'split') return classification;
  const allSplit = outcomes.every(
    ({ answer }) => answer.kind === 'refused' && classifyReply(answer.failure).next === 'split',
  );
  return allSplit ? { ...classification, next: 'defer' } : classification;
}
