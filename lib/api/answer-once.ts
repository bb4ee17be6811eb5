import { addMilliseconds } from '#lib/core/clock.ts';
import { sha256 } from '#lib/core/crypto.ts';
import { AppError, invalidField } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { dropKey, findKey, storeAnswer, takeKey } from './store.ts';

/** How long an answer is kept. */
const keptMs = 24 * 3600_000;

export interface Answer {
  status: number;
  body: unknown;
  replayed: boolean;
}

/**
 * Runs a request at most once per `Idempotency-Key`; a repetition gets the stored answer.
 * @throws AppError `conflict` when the key was used with another body, or its first request still runs
 */
export async function answerOnce(
  ctx: Ctx,
  request: { key: string; method: string; path: string; body: unknown },
  run: () => Promise<Omit<Answer, 'replayed'>>,
): Promise<Answer> {
  const { key } = request;
  if (key.length > 200) throw invalidField('Idempotency-Key', 'Use at most 200 characters.');
  const userId = ctx.actor.userId ?? 0;
  const requestHash = sha256(JSON.stringify([request.method, request.path, request.body]));
  // Only this key: the hourly clean-up sees to all others, and a request need not walk through them.
  await dropKey(ctx.db, userId, key, addMilliseconds(ctx.now(), -keptMs));
  if (!(await takeKey(ctx.db, { key, userId, requestHash }))) return storedAnswer(ctx, userId, key, requestHash);
  const { status, body } = await run().catch(async (error) => {
    // Nothing was done, so the same key may be tried again with a corrected body.
    await dropKey(ctx.db, userId, key);
    throw error;
  });
  // Outside: should this fail, the mail is on its way all the same, and its key must not send it again.
  await storeAnswer(ctx.db, userId, key, status, body);
  return { status, body, replayed: false };
}

async function storedAnswer(ctx: Ctx, userId: number, key: string, requestHash: string): Promise<Answer> {
  const stored = await findKey(ctx.db, userId, key);
  if (stored && stored.requestHash !== requestHash) {
    throw new AppError('conflict', 'This Idempotency-Key was used for another request. Use a new key.');
  }
  if (stored?.status == null) {
    throw new AppError('conflict', 'The first request with this Idempotency-Key is still running. Try again shortly.');
  }
  return { status: stored.status, body: stored.response, replayed: true };
}
