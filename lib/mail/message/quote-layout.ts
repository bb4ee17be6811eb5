import { isSignatureStart } from '#lib/mail/message/quote-markers.ts';

/** Which lines of a text are marked as quoted, read once, so that each question about a line costs nothing. */
export interface QuoteLayout {
  /** index of the next `>` line at or after each line; the number of lines where there is none */
  nextQuoted: number[];
  /** the same for lines with text of the author */
  nextWritten: number[];
  lastQuoted: number;
  /** below the last `>` line stands nothing, or a signature */
  endsQuoted: boolean;
}

/** @param lines the lines looked at, at most as many as the caller wants to pay for */
export function readQuoteLayout(lines: string[]): QuoteLayout {
  const end = lines.length;
  const quoted = lines.map((line, index) => line.trimStart().startsWith('>') || isWrappedQuote(lines, index));
  const nextQuoted = new Array<number>(end + 1).fill(end);
  const nextWritten = new Array<number>(end + 1).fill(end);
  for (let index = end - 1; index >= 0; index -= 1) {
    const written = !quoted[index] && lines[index]?.trim() !== '';
    nextQuoted[index] = quoted[index] ? index : (nextQuoted[index + 1] ?? end);
    nextWritten[index] = written ? index : (nextWritten[index + 1] ?? end);
  }
  const lastQuoted = quoted.lastIndexOf(true);
  const after = lines.slice(lastQuoted + 1).filter((line) => line.trim() !== '');
  return { nextQuoted, nextWritten, lastQuoted, endsQuoted: after.length === 0 || isSignatureStart(after, 0) };
}

/**
 * After `On ... wrote:` either nothing but quoted lines follow, or unquoted text only (mailers that do not mark it).
 * Text between or below `>` lines is an answer inside the quotation and stays visible with it.
 */
export function endsInQuote(layout: QuoteLayout, from: number): boolean {
  const end = layout.nextQuoted.length - 1;
  const firstQuoted = layout.nextQuoted[Math.min(from, end)] ?? end;
  const firstWritten = layout.nextWritten[Math.min(from, end)] ?? end;
  if (firstQuoted === end || firstWritten < firstQuoted) return true;
  return firstWritten > layout.lastQuoted && layout.endsQuoted;
}

/** The rest of a long quoted line that was wrapped once more on the way: it goes on in mid-sentence right below a long `>` line. */
function isWrappedQuote(lines: string[], index: number): boolean {
  const above = lines[index - 1] ?? '';
  const line = lines[index] ?? '';
  const unfinished = above.trimStart().startsWith('>') && above.length >= 60 && !/[.!?:]\s*$/.test(above);
  return unfinished && /^\p{Ll}/u.test(line) && line.length < 60;
}
