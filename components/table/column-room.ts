import type { Column } from './list-types.ts';

/** What the first column keeps at least, in rem. */
const firstColumn = 11;
/** What a width in per cent is counted as, in rem. */
const share = 8;
/** What checkboxes and row actions take, in rem. */
const controls = 3.5;
/** A list beside the navigation in a window of 1 024 px, in rem. */
const smallLaptop = 49;

/** The room a table needs, so that its first column, which takes what is left, never vanishes. */
export interface ColumnRoom {
  /** Least width in rem with all columns. */
  wide: number;
  /** Least width in rem without the columns that narrow lists leave out. */
  narrow: number;
  /** Whether that is more than a small laptop has beside the navigation: the list scrolls sideways there. */
  scrolls: boolean;
}

/** Adds up the widths of columns. */
export function columnRoom(columns: readonly Pick<Column<never>, 'width' | 'hideOnNarrow'>[]): ColumnRoom {
  const sum = (some: typeof columns) => some.reduce((room, { width }) => room + inRem(width), firstColumn + controls);
  const narrow = sum(columns.slice(1).filter(({ hideOnNarrow }) => !hideOnNarrow));
  return { wide: sum(columns.slice(1)), narrow, scrolls: narrow > smallLaptop };
}

function inRem(width: string | undefined): number {
  return width?.endsWith('rem') ? Number.parseFloat(width) : share;
}

/** Classes of the cells of a column that is not always shown. */
export function hiddenWhere({ hideOnPhone, hideOnNarrow }: Pick<Column<never>, 'hideOnPhone' | 'hideOnNarrow'>) {
  if (hideOnNarrow) return '@max-6xl/list:hidden';
  return hideOnPhone ? 'max-sm:hidden' : undefined;
}
