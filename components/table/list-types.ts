import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** What a list asks its server for. */
export interface ListParams {
  /** Search text, '' = none. */
  q: string;
  /** Field to sort by, '-' before it for descending; null = the server's default. */
  sort: string | null;
  /** Keyset cursor of the page; null = first page. */
  cursor: string | null;
  /** Active filters by key, several values joined by commas, as the API takes them. Ranges: `key__gte`, `key__lte`. */
  filters: Record<string, string>;
  /** Field to group by, or null. */
  group: string | null;
  /** Rows a page. */
  limit: number;
}

/** One page, as `/api/v1` lists answer. */
export interface ListPage<Row> {
  items: readonly Row[];
  total: number;
  totalEstimated: boolean;
  nextCursor: string | null;
  prevCursor?: string | null;
}

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Field the server sorts by when the header is clicked. */
  sort?: string;
  /** No index sorts by it: offered only where the list has 5000 rows at most. */
  sortsFew?: boolean;
  align?: 'left' | 'right';
  /** CSS width, as '9rem'; the first column takes what is left. */
  width?: string;
  /** Left out on phones. */
  hideOnPhone?: boolean;
  /** Left out where the list is narrower than 72 rem, as beside the navigation of a small laptop; so on phones too. */
  hideOnNarrow?: boolean;
}

/** A filter the user can add as a chip. */
export type FilterDef = {
  key: string;
  label: string;
} & (
  | { kind: 'choice'; options: readonly { value: string; label: string }[]; single?: boolean }
  | { kind: 'text'; placeholder?: string }
  | { kind: 'date' }
  | { kind: 'range' }
);

/** The selected rows: some by id, or all that match what the list shows now. */
export type Selection =
  | { all: false; ids: string[]; count: number }
  | { all: true; params: Pick<ListParams, 'q' | 'filters'>; count: number };

export interface BulkDialog {
  count: number;
  /** Does the work; the selection is cleared afterwards, unless it answers false. */
  run: (work: (selection: Selection) => Promise<unknown>) => Promise<void>;
  close: () => void;
}

export interface BulkAction {
  id: string;
  /** Words with the number: `(n) => \`Retry ${n} mails\``. */
  label: (count: number) => string;
  icon?: LucideIcon;
  danger?: boolean;
  /** Asks first, saying what will happen. */
  confirm?: (count: number) => { title: string; description: ReactNode };
  /** A dialog of its own that asks for more; it calls `run` with what is to be done instead of `run` below. */
  ask?: (dialog: BulkDialog) => ReactNode;
  /**
   * The selection is cleared and the list refetched afterwards, unless it returns false. Long work tells by `report` how
   * many rows it has been through.
   */
  run?: (selection: Selection, report: (through: number) => void) => unknown | Promise<unknown>;
}

export interface GroupDef<Row> {
  /** Value of the `group` parameter. */
  key: string;
  label: string;
  /** Group of a row: rows come sorted by it from the server. */
  of: (row: Row) => { key: string; label: ReactNode };
}
