import type { FolderSums } from './load-ranges.ts';

/** How many numbers the ranges hold. */
export function accountedFor(sums: FolderSums | undefined): number {
  return Object.values(sums?.totals ?? {}).reduce((sum, count) => sum + count, 0);
}

/**
 * Whether ranges cover every number below the cursor exactly once, and the cursor has reached what the server has given
 * out.
 */
export function booksBalance(
  { cursorUid, uidNext }: { cursorUid: number; uidNext: number | null },
  sums: FolderSums | undefined,
): boolean {
  const covers = accountedFor(sums) === cursorUid - 1 && (sums?.faults ?? 0) === 0;
  return covers && cursorUid >= (uidNext ?? 1);
}
