import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from './context.ts';
import { isTransient } from './postgres-errors.ts';

const pauseMs = 500;

/**
 * Repeats work that the database could not do just now (restarting, connection lost, deadlock) until it succeeds or
 * `patienceMs` are over. The work must be safe to repeat: after a lost connection nobody knows whether it was committed.
 * @throws the last error, at once for errors that do not pass by themselves
 */
export async function outlastOutage<T>(
  { log }: Pick<Ctx, 'log'>,
  work: () => Promise<T>,
  patienceMs: number,
): Promise<T> {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || Date.now() + pauseMs > until) throw error;
      log.warn(
        { reason: messageOf(error) },
        'the database does not answer; what has to be written is kept and tried again',
      );
    }
    await pause(pauseMs);
  }
}
