import type { RefusedSelection, SelectedServer } from '#lib/mail/outgoing/select/select-server.ts';

/** Adds to the trace that the mail stays here: this database is a copy, only the original may send. */
export function noteCapture<Selection extends SelectedServer | RefusedSelection>(
  selection: Selection,
  capturing: boolean,
): Selection {
  if (!capturing || !selection.ok) return selection;
  const detail = `This is a copy of a database: the sandbox takes the mail instead of ${selection.serverName}.`;
  return { ...selection, trace: [...selection.trace, { rule: 'capture', matched: true, detail }] };
}
