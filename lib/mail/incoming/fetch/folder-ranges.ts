/** What became of a run of UIDs of one folder. */
export type Disposition =
  /** Found unread by the first run, and still to be taken. */
  | 'pending'
  /** Its raw mail is stored here. */
  | 'stored'
  /** Too large or unreadable: it stays in the mailbox, and an alert says so. */
  | 'refused'
  /** Read before this folder was fetched for the first time. */
  | 'read_before'
  /** Gone before we saw it, or there never was a mail with this number. */
  | 'absent';

export interface UidRange {
  from: number;
  to: number;
  disposition: string;
}

/**
 * Adds the UIDs up to `to` to the books: they begin where the last range ends (1 for the first), so there are no gaps
 * and no overlaps. A range that says the same grows instead of a new one.
 */
export function extendRanges(ranges: UidRange[], to: number, disposition: string): UidRange[] {
  const last = ranges.at(-1);
  const from = (last?.to ?? 0) + 1;
  if (to < from) return ranges;
  if (last?.disposition === disposition) return [...ranges.slice(0, -1), { ...last, to }];
  return [...ranges, { from, to, disposition }];
}

/** Notes the mail with this UID; everything between the books' end and it is absent. */
export function noteUid(ranges: UidRange[], uid: number, disposition: Disposition): UidRange[] {
  return extendRanges(extendRanges(ranges, uid - 1, 'absent'), uid, disposition);
}

/** The mails that are still to be taken, in order. */
export function pendingUids(ranges: UidRange[]): number[] {
  const pending = ranges.filter((range) => range.disposition === 'pending');
  return pending.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
}

/** Says of one UID that is in the books already what became of it. */
export function settleUid(ranges: UidRange[], uid: number, disposition: Disposition): UidRange[] {
  const split = ranges.flatMap((range) => {
    if (uid < range.from || uid > range.to) return [range];
    const parts = [
      { ...range, to: uid - 1 },
      { from: uid, to: uid, disposition },
      { ...range, from: uid + 1 },
    ];
    return parts.filter((part) => part.from <= part.to);
  });
  return split.reduce<UidRange[]>((merged, range) => extendRanges(merged, range.to, range.disposition), []);
}
