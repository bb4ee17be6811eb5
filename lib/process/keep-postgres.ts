import { AppError } from '#lib/core/errors.ts';
import { type EmbeddedPostgres, isPostmasterAlive, type Narrator, startEmbeddedPostgres } from '#lib/db/embedded.ts';
import type { Halt } from './halt.ts';

const lookEveryMs = 1000;
const restartsAllowed = 5;

/**
 * Starts the embedded PostgreSQL and keeps it running: one that dies (out of memory, a stray kill) comes back on the
 * same port, so that everybody's connection string stays true.
 * @param undo gets the function that stops it
 * @returns the connection string
 */
export async function keepPostgres(
  dataDir: string,
  log: Narrator,
  halt: Halt,
  undo: Array<() => Promise<void> | void>,
): Promise<string> {
  let server: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir, log });
  let restarts = 0;
  let restarting: Promise<void> | undefined;
  const revive = async () => {
    restarts++;
    if (restarts > restartsAllowed) throw new AppError('unavailable', 'The embedded PostgreSQL keeps dying.');
    log.info('The embedded PostgreSQL has died; it is started again.');
    server = await startEmbeddedPostgres({ dataDir, log, port: server.port });
  };
  const timer = setInterval(() => {
    if (restarting || halt.stop.aborted || isPostmasterAlive(server.pid)) return;
    restarting = revive()
      .catch((error) => halt.fail(error))
      .finally(() => {
        restarting = undefined;
      });
  }, lookEveryMs);
  undo.push(async () => {
    clearInterval(timer);
    await restarting;
    await server.stop();
  });
  return server.url;
}
