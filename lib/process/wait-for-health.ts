import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '#lib/core/errors.ts';

/** The address under which this machine reaches its own web listener. */
export function ownAddress(host: string, port: number): string {
  const local = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${local.includes(':') ? `[${local}]` : local}:${port}`;
}

/**
 * Waits until `GET /api/health` answers 200, which means: database, web and worker are up.
 * @throws AppError `unavailable` after `limitMs`, quoting the last answer
 */
export async function waitForHealth(address: string, limitMs: number, stop: AbortSignal): Promise<void> {
  const deadline = Date.now() + limitMs;
  let last = 'no answer';
  while (Date.now() < deadline) {
    stop.throwIfAborted();
    try {
      const answer = await fetch(`${address}/api/health`, { signal: AbortSignal.timeout(10_000) });
      if (answer.ok) return;
      last = `${answer.status} ${(await answer.text()).slice(0, 300)}`;
    } catch (error) {
      last = error instanceof Error ? error.message : last;
    }
    await pause(100);
  }
  const waited = `${Math.round(limitMs / 1000)} seconds`;
  throw new AppError('unavailable', `The product is not healthy after ${waited}; its health check says: ${last}.`);
}
