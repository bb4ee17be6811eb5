import { setTimeout as pause } from 'node:timers/promises';

/**
 * The first answer that is there, asked for again and again.
 * @throws Error when there is none within `limitMs`
 */
export async function eventually<T>(ask: () => Promise<T | undefined | null>, limitMs = 30_000): Promise<T> {
  const deadline = Date.now() + limitMs;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined && answer !== null) return answer;
    await pause(50);
  }
  throw new Error(`not within ${limitMs} ms: ${ask}`);
}
