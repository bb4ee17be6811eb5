import type { UidDisposition } from '#lib/core/enumerations.ts';
import type { UidSpan } from './uid-spans.ts';

/** What became of a run of UIDs of one folder. */
export interface UidRange extends UidSpan {
  disposition: UidDisposition;
  /** Why they were refused; null for all others. */
  reason: string | null;
}

/** What is to be noted of some UIDs. */
export interface Settlement {
  disposition: UidDisposition;
  reason?: string | null;
  /** Leave everything alone that is something else by now. */
  only?: readonly UidDisposition[];
}

/** Ranges that say the same become one. */
export function mergeRanges(ranges: UidRange[]): UidRange[] {
  const merged: UidRange[] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    const isSame = last && last.to + 1 === range.from && last.disposition === range.disposition;
    if (isSame && last.reason === range.reason) last.to = range.to;
    else merged.push({ ...range });
  }
  return merged;
}

/**
 * Says of spans that are in the books already what became of them.
 * @param ranges in order, those that touch the spans at least
 * @param spans in order
 */
export function settleRanges(ranges: UidRange[], spans: UidSpan[], settlement: Settlement): UidRange[] {
  const { disposition, reason = null, only } = settlement;
  const split = ranges.flatMap((range) => {
    if (only && !only.includes(range.disposition)) return [range];
    const parts: UidRange[] = [];
    let next = range.from;
    for (const span of spans) {
      const from = Math.max(span.from, next);
      const to = Math.min(span.to, range.to);
      if (from > to) continue;
      if (from > next) parts.push({ ...range, from: next, to: from - 1 });
      parts.push({ from, to, disposition, reason });
      next = to + 1;
    }
    return next <= range.to ? [...parts, { ...range, from: next }] : parts;
  });
  return mergeRanges(split);
}

/**
 * The ranges of numbers that are new in the books.
 * @param window the new numbers
 * @param noted what is known of some of them, in order and without overlaps; the others are `absent`
 */
export function coverWindow(window: UidSpan, noted: UidRange[]): UidRange[] {
  const covered: UidRange[] = [];
  let next = window.from;
  for (const range of noted) {
    const from = Math.max(range.from, next);
    const to = Math.min(range.to, window.to);
    if (from > to) continue;
    if (from > next) covered.push({ from: next, to: from - 1, disposition: 'absent', reason: null });
    covered.push({ ...range, from, to });
    next = to + 1;
  }
  if (next <= window.to) covered.push({ from: next, to: window.to, disposition: 'absent', reason: null });
  return mergeRanges(covered);
}
