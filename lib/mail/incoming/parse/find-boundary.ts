/** The boundary a header block names; `value` is empty where a multipart names none. */
export interface DeclaredBoundary {
  value: string;
  /** the block with the boundary parameter rewritten */
  replaceWith: (boundary: string) => string;
}

const MULTIPART = /^content-type[ \t]*:[ \t\n]*multipart\/[^\n]*(?:\n[ \t][^\n]*)*/im;
const PARAMETER = /;?[ \t\n]*boundary\*?\d?[ \t]*=[ \t\n]*("((?:[^"\\\n]|\\.)*)"?|([^;\n]*))/i;

/** Finds the boundary of a multipart header block (RFC 2046 section 5.1.1); null for a block of another type. */
export function findDeclaredBoundary(block: string): DeclaredBoundary | null {
  const header = MULTIPART.exec(block)?.[0];
  if (header === undefined) return null;
  const match = PARAMETER.exec(header);
  const value = (match?.[2]?.replace(/\\(.)/g, '$1') ?? match?.[3] ?? '').trim();
  return {
    value,
    replaceWith: (boundary) => {
      const bare = match ? header.replace(match[0], () => '') : header;
      return block.replace(header, () => `${bare.replace(/[;\s]+$/, '')}; boundary="${boundary}"`);
    },
  };
}

/** How far behind the headers a delimiter line is looked for, in bytes. */
const SEARCH_BYTES = 262_144;

/**
 * The boundary the body really uses, or null where the declared one occurs or nothing looks like a delimiter. A
 * delimiter is a `--` line directly followed by a Content- header.
 */
export function guessBoundary(source: Buffer, bodyStart: number, declared: string): string | null {
  if (declared !== '' && source.includes(`--${declared}`, bodyStart)) return null;
  const body = source.toString('latin1', bodyStart, bodyStart + SEARCH_BYTES);
  const match = /(?:^|\n)--([^\r\n]{1,70})\r*\n(?:content-|mime-version)/i.exec(body);
  return match?.[1]?.trimEnd() ?? null;
}
