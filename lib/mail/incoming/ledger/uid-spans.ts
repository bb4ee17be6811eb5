/** UIDs from one number to another, both included. Lists of spans are ordered, and no two touch. */
export interface UidSpan {
  from: number;
  to: number;
}

/** The largest UID (RFC 9051 section 2.3.1.1). */
export const lastUid = 4_294_967_295;

/** Numbers in any order as spans. */
export function spansOf(uids: Iterable<number>): UidSpan[] {
  const sorted = [...new Set(uids)].toSorted((a, b) => a - b);
  const spans: UidSpan[] = [];
  for (const uid of sorted) {
    const last = spans.at(-1);
    if (last && last.to + 1 === uid) last.to = uid;
    else spans.push({ from: uid, to: uid });
  }
  return spans;
}

/** Reads a sequence set as servers answer it, e.g. `1:4,7` (RFC 9051 section 9); what is no UID is left out. */
export function parseUidSet(text: string): UidSpan[] {
  const spans = text.split(',').flatMap((part) => {
    const [one = '', other = one] = part.trim().split(':');
    const ends = [Number(one), Number(other)];
    if (!ends.every((end) => Number.isInteger(end) && end >= 1 && end <= lastUid)) return [];
    return [{ from: Math.min(...ends), to: Math.max(...ends) }];
  });
  return joinSpans(spans);
}

/** As a command names them: `1:4,7`. */
export function formatUidSet(spans: UidSpan[]): string {
  return spans.map(({ from, to }) => (from === to ? `${from}` : `${from}:${to}`)).join(',');
}

/** Spans in any order, overlapping ones too, as an ordered list. */
export function joinSpans(spans: UidSpan[]): UidSpan[] {
  const joined: UidSpan[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && from <= last.to + 1) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

/** What is in both. */
export function intersectSpans(some: UidSpan[], others: UidSpan[]): UidSpan[] {
  const both: UidSpan[] = [];
  for (let a = 0, b = 0; a < some.length && b < others.length; ) {
    const one = some[a] as UidSpan;
    const other = others[b] as UidSpan;
    const from = Math.max(one.from, other.from);
    const to = Math.min(one.to, other.to);
    if (from <= to) both.push({ from, to });
    if (one.to < other.to) a += 1;
    else b += 1;
  }
  return both;
}

/** What is in the first and not in the second. */
export function subtractSpans(some: UidSpan[], others: UidSpan[]): UidSpan[] {
  return intersectSpans(some, invertSpans(others));
}

function invertSpans(spans: UidSpan[]): UidSpan[] {
  const rest: UidSpan[] = [];
  let from = 1;
  for (const span of spans) {
    if (span.from > from) rest.push({ from, to: span.from - 1 });
    from = span.to + 1;
  }
  return from <= lastUid ? [...rest, { from, to: lastUid }] : rest;
}

/** How many numbers the spans hold. */
export function countUids(spans: UidSpan[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from + 1, 0);
}

/** The first `count` numbers. */
export function firstUids(spans: UidSpan[], count: number): number[] {
  const uids: number[] = [];
  for (const { from, to } of spans) {
    for (let uid = from; uid <= to; uid++) {
      if (uids.length === count) return uids;
      uids.push(uid);
    }
  }
  return uids;
}
