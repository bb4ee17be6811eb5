/** A piece of an address header; `start` and `end` are offsets, so that touching pieces can be told from separate ones. */
export interface AddressToken {
  type: 'text' | 'quoted' | 'angle' | 'comment' | 'separator' | 'colon';
  value: string;
  start: number;
  end: number;
}

const SEPARATORS = ',;';
/** A quoted string, comment or `<...>` that is not closed within this many characters is read as a stray mark: parsing stays linear. */
const MAX_SPAN = 1000;
/** Comments nest, so that each bracket looks this far. */
const MAX_COMMENT = 250;

/** Cuts an address header into words, quoted strings, `<...>`, comments and separators, in one pass over the text. */
export function tokenizeAddresses(text: string): AddressToken[] {
  const tokens: AddressToken[] = [];
  let position = 0;
  while (position < text.length) {
    const token = readToken(text, position);
    if (token.type !== 'text' || token.value !== '') tokens.push(token);
    position = Math.max(token.end, position + 1);
  }
  return tokens;
}

function readToken(text: string, start: number): AddressToken {
  const character = text[start] ?? '';
  if (character === '"') return readQuoted(text, start);
  if (character === '(') return readComment(text, start);
  if (character === '<') return readAngle(text, start);
  if (SEPARATORS.includes(character)) return { type: 'separator', value: character, start, end: start + 1 };
  if (character === ':' && !/^mailto$/i.test(text.slice(Math.max(0, start - 6), start))) {
    return { type: 'colon', value: ':', start, end: start + 1 };
  }
  if (/[\s>]/.test(character)) return { type: 'text', value: '', start, end: start + 1 };
  let end = start + 1;
  while (end < text.length && !/[\s"(<>,;:]/.test(text[end] ?? '')) end += 1;
  // Only the prefix goes: what follows is the next token.
  if (text[end] === ':' && /^mailto$/i.test(text.slice(start, end)))
    return { type: 'text', value: '', start, end: end + 1 };
  return { type: 'text', value: text.slice(start, end), start, end };
}

/** A quoted string, unescaped. One that is never closed is read as a stray quote, so that the address after it survives. */
function readQuoted(text: string, start: number): AddressToken {
  let value = '';
  for (let end = start + 1; end < Math.min(text.length, start + MAX_SPAN); end += 1) {
    const character = text[end] ?? '';
    if (character === '"') return { type: 'quoted', value, start, end: end + 1 };
    if (character === '\\' && end + 1 < text.length) end += 1;
    value += text[end] ?? '';
  }
  return { type: 'text', value: '', start, end: start + 1 };
}

function readComment(text: string, start: number): AddressToken {
  let depth = 0;
  let value = '';
  for (let end = start; end < Math.min(text.length, start + MAX_COMMENT); end += 1) {
    const character = text[end] ?? '';
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0) return { type: 'comment', value: value.slice(1), start, end: end + 1 };
    if (character === '\\' && end + 1 < text.length) end += 1;
    value += text[end] ?? '';
  }
  return { type: 'text', value: '', start, end: start + 1 };
}

/** `<...>`; of doubled brackets the innermost counts, an unclosed one ends at the next separator. */
function readAngle(text: string, start: number): AddressToken {
  let inner = start + 1;
  let inQuotes = false;
  let end = start + 1;
  for (; end < Math.min(text.length, start + MAX_SPAN); end += 1) {
    const character = text[end] ?? '';
    if (character === '\\' && inQuotes) end += 1;
    else if (character === '"' && (inQuotes || text.slice(end + 1, end + MAX_SPAN).includes('"'))) inQuotes = !inQuotes;
    else if (!inQuotes && character === '<') inner = end + 1;
    else if (!inQuotes && character === '>') break;
    else if (!inQuotes && SEPARATORS.includes(character) && !text.slice(inner, end).trim().startsWith('@')) break;
  }
  const closed = text[end] === '>';
  return { type: 'angle', value: text.slice(inner, end), start, end: closed ? end + 1 : end };
}

/** Groups the tokens of each mailbox. A group's name (`Team: a@b, c@d;`) is dropped, its members stay. */
export function splitEntries(tokens: AddressToken[]): AddressToken[][] {
  const entries: AddressToken[][] = [];
  let current: AddressToken[] = [];
  for (const token of tokens) {
    if (token.type === 'separator') {
      entries.push(current);
      current = [];
    } else if (token.type === 'colon') current = [];
    else current.push(token);
  }
  entries.push(current);
  return entries.filter((entry) => entry.length > 0);
}
