import { addMilliseconds } from '#lib/core/clock.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { judgeRate, type RateRule, type RateVerdict, waitInWords } from './rule.ts';
import { countAttempt } from './store.ts';

/** Counts an attempt and says whether it may go on. Call it outside a transaction: a refusal must stay counted. */
export async function takeAttempt(ctx: Ctx, key: string, rule: RateRule): Promise<RateVerdict> {
  const now = ctx.now();
  const counted = await countAttempt(ctx.db, key, now, addMilliseconds(now, -rule.windowSeconds * 1000));
  return judgeRate(counted.count, counted.windowStart, rule, now);
}

/** @throws AppError `rate_limited` saying how long to wait, when the attempt may not go on */
export async function requireAttempt(ctx: Ctx, key: string, rule: RateRule, what: string): Promise<void> {
  const { allowed, retryAfterSeconds } = await takeAttempt(ctx, key, rule);
  if (allowed) return;
  throw new AppError('rate_limited', `${what} Try again in ${waitInWords(retryAfterSeconds)}.`, {
    details: { retryAfterSeconds },
  });
}
