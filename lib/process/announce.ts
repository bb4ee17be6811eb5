import type { Env } from '#lib/core/env.ts';

/** Whether browsers on other machines can reach the product; then the first visitor has to prove to be the operator. */
export function isOutsideLoopback(env: Pick<Env, 'host' | 'publicUrl'>): boolean {
  return !isLoopback(env.host) || !isLoopback(new URL(env.publicUrl).hostname);
}

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || host === '::1' || /^127\./.test(host)
  );
}

/**
 * The last lines of a start: the set-up code where one is needed, then the line scripts wait for.
 * @param setupCode null when a user exists already
 */
export function announce(env: Pick<Env, 'host' | 'publicUrl'>, setupCode: string | null): string[] {
  const ready = `PerfectWORK Mail is ready at ${env.publicUrl}`;
  return setupCode && isOutsideLoopback(env)
    ? [`The set-up page asks for this one-time code: ${setupCode}`, ready]
    : [ready];
}
