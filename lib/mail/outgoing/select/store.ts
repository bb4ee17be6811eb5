import { type SQL, sql } from 'drizzle-orm';
import { email } from '#drizzle/schema/email.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { RefusedSelection, SelectedServer } from '#lib/mail/outgoing/select/select-server.ts';

/** Keeps with each mail which server sends it, From whom, and why. Unchanged decisions of a retry write nothing. */
export async function saveSelections(
  ctx: Ctx,
  selections: Map<number, SelectedServer | RefusedSelection>,
): Promise<void> {
  if (selections.size === 0) return;
  await ctx.db.execute(sql`
    update ${email} e
    set server_id = s.server_id, header_from = s.header_from, envelope_from = s.envelope_from, trace = s.trace
    from ${decidedRows(selections)} as s
    where e.id = s.id and e.trace is distinct from s.trace`);
}

/**
 * Decisions as rows of their mails, to select from; 0 is the default server. Mails that are decided alike share one
 * decision, which travels once: it is a kilobyte, and a batch has hardly more than one.
 */
export function decidedRows(selections: Map<number, SelectedServer | RefusedSelection>): SQL {
  const rows = [...Map.groupBy(selections, ([, selection]) => selection)].map(([selection, mails]) => ({
    ids: mails.map(([id]) => id),
    server_id: selection.ok ? (selection.serverId ?? 0) : null,
    header_from: selection.ok ? selection.headerFrom : null,
    envelope_from: selection.ok ? selection.envelopeFrom : null,
    trace: selection.trace,
  }));
  return sql`(
    select unnest(ids) as id, server_id, header_from, envelope_from, trace
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as decision(ids int[], server_id int, header_from text, envelope_from text, trace jsonb))`;
}
