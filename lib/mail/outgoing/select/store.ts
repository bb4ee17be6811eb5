import { sql } from 'drizzle-orm';
import { email } from '#drizzle/schema/email.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { RefusedSelection, SelectedServer } from '#lib/mail/outgoing/select/select-server.ts';

/** Keeps with each mail which server sends it, From whom, and why. Unchanged decisions of a retry write nothing. */
export async function saveSelections(
  ctx: Ctx,
  selections: Map<number, SelectedServer | RefusedSelection>,
): Promise<void> {
  if (selections.size === 0) return;
  const rows = [...selections].map(([id, selection]) => selectionRow(id, selection));
  await ctx.db.execute(sql`
    update ${email} e
    set server_id = s.server_id, header_from = s.header_from, envelope_from = s.envelope_from, trace = s.trace
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as s(id int, server_id int, header_from text, envelope_from text, trace jsonb)
    where e.id = s.id and e.trace is distinct from s.trace`);
}

/** A decision as a row of its mail; 0 is the default server. */
export function selectionRow(id: number, selection: SelectedServer | RefusedSelection) {
  return {
    id,
    server_id: selection.ok ? (selection.serverId ?? 0) : null,
    header_from: selection.ok ? selection.headerFrom : null,
    envelope_from: selection.ok ? selection.envelopeFrom : null,
    trace: selection.trace,
  };
}
