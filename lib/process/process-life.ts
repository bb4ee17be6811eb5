import { flushCompileCache } from 'node:module';
import { AppError } from '#lib/core/errors.ts';
import { announceStopping } from '#lib/core/stopping.ts';
import { sentenceOf } from './explain-failure.ts';

/** Exit code of a child that would fail again whatever is tried (a taken port, a wrong variable). */
export const hopeless = 78;

/**
 * Runs the body of one process. It ends by SIGTERM, by Ctrl-C when it stands alone, and when its supervisor is gone,
 * even by kill -9: the closed channel tells. `stop` then has `graceMs` to finish what it holds.
 * @param start answers the function that stops what it started
 */
export async function liveAs(start: () => Promise<() => Promise<void>>, graceMs = 20_000): Promise<void> {
  const supervised = process.connected === true;
  let stop = async (): Promise<void> => undefined;
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), graceMs).unref();
    announceStopping();
    await stop().catch((error) => process.stderr.write(`${sentenceOf(error)}\n`));
    process.exit(0);
  };
  process.on('SIGTERM', end);
  process.on('disconnect', end);
  // Ctrl-C reaches the whole terminal group; under a supervisor the order of stopping is its affair.
  process.on('SIGINT', () => (supervised ? undefined : end()));
  try {
    stop = await start();
    flushCompileCache();
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exit(error instanceof AppError && error.code !== 'unavailable' ? hopeless : 1);
  }
}
