import type { Route } from '#lib/mail/incoming/route/decision.ts';
import type { LoopFacts } from '#lib/mail/incoming/route/facts.ts';

/**
 * The first route that would repeat what this sender did too often within the window, or null. A creating route counts
 * records of its model, an updating one emails on its record; reaching the threshold is too often. Senders on the
 * allow-list are never in a loop.
 */
export function detectLoop(routes: readonly Route[], loop: LoopFacts): { route: Route; count: number } | null {
  if (loop.allowListed) return null;
  for (const route of routes) {
    if (route.model === null) continue;
    const counts = route.recordId === null ? loop.created : loop.posted;
    const count = counts[route.recordId === null ? route.model : `${route.model}:${route.recordId}`] ?? 0;
    if (count >= loop.threshold) return { route, count };
  }
  return null;
}
