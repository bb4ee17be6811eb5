import type { TraceLine } from '#lib/core/trace.ts';

/** Whether routing found nobody who takes the mail: no alias, no thread, no fallback model. */
export function hasNoRoute(trace: TraceLine[]): boolean {
  return trace.some(({ rule, matched }) => matched && rule === 'R6 no route');
}
