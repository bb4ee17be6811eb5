import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { IncomingOutcome } from '#lib/core/enumerations.ts';
import type { Ctx } from '#lib/db/context.ts';
import { loadIncomingCounts } from './load-incoming-counts.ts';

/** Stored mails by outcome; an outcome of none is left out. */
export interface IncomingCounts {
  all: number;
  unprocessed: number;
  outcomes: Partial<Record<IncomingOutcome, number>>;
}

/** What the tabs over the list of incoming mails count. Administrators only. */
export async function countIncomingMails(ctx: Ctx): Promise<IncomingCounts> {
  requireAdministrator(ctx.actor);
  const rows = await loadIncomingCounts(ctx.db);
  const outcomes = Object.fromEntries(rows.flatMap((row) => (row.outcome ? [[row.outcome, row.count]] : [])));
  return {
    all: rows.reduce((sum, row) => sum + row.count, 0),
    unprocessed: rows.find((row) => row.outcome === null)?.count ?? 0,
    outcomes,
  };
}
