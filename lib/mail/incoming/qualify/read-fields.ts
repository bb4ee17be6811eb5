/** Fields of one block of a report: lower-case names, unfolded values; of a repeated field the first counts. */
export type Fields = Map<string, string>;

/**
 * The blocks of a machine-readable report part (RFC 3464 section 2.1): `Name: value` lines, folded lines joined, blocks
 * apart by empty lines. Lines of other text are skipped, so that the same fields are found within plain text.
 */
export function readFields(text: string): Fields[] {
  const blocks: Fields[] = [];
  let current: Fields = new Map();
  let last: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') {
      if (current.size > 0) blocks.push(current);
      current = new Map();
      last = null;
    } else if (/^[ \t]/.test(line) && last !== null) {
      current.set(last, `${current.get(last)} ${line.trim()}`);
    } else {
      const field = /^\s{0,4}([A-Za-z][\w-]{2,60})\s*:\s?(.*)$/.exec(line);
      last = null;
      const name = field?.[1]?.toLowerCase();
      if (!name || current.has(name)) continue;
      current.set(name, (field?.[2] ?? '').trim());
      last = name;
    }
  }
  if (current.size > 0) blocks.push(current);
  return blocks;
}
