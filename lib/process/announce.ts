import type { Env } from '#lib/core/env.ts';
import type { StartFacts } from './prepare-instance.ts';

const copyWarning =
  'This is a copy of a database: nothing leaves, its mail is kept in the sandbox. An administrator can claim it in the console, or you with `npm run claim`.';

/** Whether browsers on other machines can reach the product; then the first visitor has to prove to be the operator. */
export function isOutsideLoopback(env: Pick<Env, 'host' | 'publicUrl'>): boolean {
  return !isLoopback(env.host) || !isLoopback(new URL(env.publicUrl).hostname);
}

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || host === '::1' || /^127\./.test(host)
  );
}

/** The last lines of a start: a warning on a copied database, the set-up code where one is needed, then the line scripts wait for. */
export function announce(env: Pick<Env, 'host' | 'publicUrl'>, { setupCode, capturing }: StartFacts): string[] {
  const lines = [`PerfectWORK Mail is ready at ${env.publicUrl}`];
  if (setupCode && isOutsideLoopback(env)) lines.unshift(`The set-up page asks for this one-time code: ${setupCode}`);
  if (capturing) lines.unshift(copyWarning);
  return lines;
}
