import type { Breaker } from '#lib/mail/outgoing/verdict/breaker.ts';

/** Why a mail waits that has not even been tried. */
export function explainBreaker(serverName: string, breaker: Breaker): string {
  const why = breaker.reason ? ` ${breaker.reason}` : '';
  return `${serverName} does not take mail at the moment; this mail waits and leaves by itself.${why}`;
}
