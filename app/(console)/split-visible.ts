/** Lines of a mail that stand together: kept as the reply, or cut as quote or signature. */
export interface TextPiece {
  kept: boolean;
  text: string;
}

/**
 * Divides the text of a mail into what its author wrote now (`visible`) and the rest, in the order of the mail. Lines
 * are matched in turn and without their outer blanks; blank lines go with their neighbours.
 * @returns null where the visible text is not made of lines of the text, as when it comes from the HTML
 */
export function splitVisible(text: string, visible: string): TextPiece[] | null {
  const wanted = visible.split('\n').map(bare).filter(Boolean);
  const pieces: TextPiece[] = [];
  let next = 0;
  for (const line of text.split('\n')) {
    const isBlank = bare(line) === '';
    const kept = isBlank ? (pieces.at(-1)?.kept ?? true) : bare(line) === wanted[next];
    if (kept && !isBlank) next += 1;
    const last = pieces.at(-1);
    if (last?.kept === kept) last.text += `\n${line}`;
    else pieces.push({ kept, text: line });
  }
  return next === wanted.length ? pieces.filter((piece) => bare(piece.text) !== '') : null;
}

function bare(line: string): string {
  return line.replace(/[\s\u00a0]+/g, ' ').trim();
}
