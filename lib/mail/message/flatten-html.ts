/** HTML with fewer tags than this costs little however they are nested, and stays as it is. */
const MANY_TAGS = 8000;
/** Nobody writes deeper; below what the sanitiser and the text rendering cut away. */
const DEEPEST = 180;
/** Attributes that every parser reads alike. */
const PLAIN_ATTRIBUTES = /^(?:\s+[a-z][\w:-]*(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=`]+))?)*\s*\/?$/i;
const MAX_ATTRIBUTES_LENGTH = 20_000;
const VOID = new Set(['br', 'hr', 'img', 'wbr', 'input', 'link', 'meta', 'col', 'area']);
const RAW_TEXT = /^(?:script|style|title|textarea|xmp|iframe|noembed|noframes)$/;
/** Elements whose end tag authors leave out: what may lie open before them. */
const ENDED_BY: Record<string, string[]> = {
  p: ['p'],
  li: ['li'],
  option: ['option'],
  dt: ['dt', 'dd'],
  dd: ['dt', 'dd'],
  td: ['td', 'th'],
  th: ['td', 'th'],
  tr: ['td', 'th', 'tr'],
};

interface Flattening {
  out: string[];
  open: string[];
  /** how many of a name were left out for their depth: their end tags go too */
  dropped: Map<string, number>;
  maxDepth: number;
}

interface Tag {
  name: string;
  isEnd: boolean;
  attributes: string;
  /** offset behind its `>` */
  end: number;
}

/**
 * HTML of bounded depth: parsers walk all open elements at each tag, so a hundred thousand nested ones cost them minutes.
 * Of HTML with very many tags what lies too deep loses its tags and keeps its text; comments and scripts go. One pass.
 */
export function flattenHtml(html: string, maxDepth = DEEPEST): string {
  if (!hasManyTags(html)) return html;
  const state: Flattening = { out: [], open: [], dropped: new Map(), maxDepth };
  let at = 0;
  while (at < html.length) {
    const start = html.indexOf('<', at);
    state.out.push(html.slice(at, start < 0 ? html.length : start));
    if (start < 0) break;
    at = readMarkup(html, start, state);
  }
  return state.out.join('');
}

function hasManyTags(html: string): boolean {
  let count = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
    count += 1;
    if (count > MANY_TAGS) return true;
  }
  return false;
}

/** Reads what begins at a `<`. What is never closed swallows the rest, as in every parser. @returns where to go on */
function readMarkup(html: string, start: number, state: Flattening): number {
  if (html.startsWith('<!--', start)) return after(html, '-->', start + 4);
  if (/[!?]/.test(html[start + 1] ?? '')) return after(html, '>', start);
  const tag = readTag(html, start);
  if (tag === null) {
    state.out.push('&lt;');
    return start + 1;
  }
  if (tag.isEnd) closeElement(tag.name, state);
  else if (RAW_TEXT.test(tag.name)) return behindRawText(html, tag);
  else openElement(tag, state);
  return tag.end;
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from);
  return found < 0 ? html.length : found + mark.length;
}

function behindRawText(html: string, tag: Tag): number {
  const end = new RegExp(`</${tag.name}(?=[\\s/>])`, 'gi');
  end.lastIndex = tag.end;
  const found = end.exec(html);
  return found ? after(html, '>', found.index) : html.length;
}

function readTag(html: string, start: number): Tag | null {
  const name = /^<(\/?)([a-z][a-z0-9:_-]{0,60})(?=[\s/>]|$)/i.exec(html.slice(start, start + 70));
  if (!name) return /^<\/?[a-z]/i.test(html.slice(start, start + 3)) ? unusualTag(html, start) : null;
  const from = start + name[0].length;
  const end = tagEnd(html, from);
  const attributes = html.slice(from, Math.min(end, from + MAX_ATTRIBUTES_LENGTH));
  return { name: (name[2] ?? '').toLowerCase(), isEnd: name[1] === '/', attributes, end: end + 1 };
}

/** A name no element has: read as an end tag of nothing. */
function unusualTag(html: string, start: number): Tag {
  return { name: '', isEnd: true, attributes: '', end: tagEnd(html, start) + 1 };
}

/** Offset of the `>` that ends a tag; one in a quoted value does not. */
function tagEnd(html: string, from: number): number {
  const first = html.indexOf('>', from);
  if (first < 0 || !/["']/.test(html.slice(from, first))) return first < 0 ? html.length : first;
  let place: 'name' | 'equals' | 'value' | '"' | "'" = 'name';
  for (let at = from; at < html.length; at += 1) {
    const character = html[at] ?? '';
    if (place === '"' || place === "'") place = character === place ? 'name' : place;
    else if (character === '>') return at;
    else if (/\s/.test(character)) place = place === 'value' ? 'name' : place;
    else if (place === 'equals') place = character === '"' || character === "'" ? character : 'value';
    else if (place === 'name' && character === '=') place = 'equals';
  }
  return html.length;
}

function openElement({ name, attributes }: Tag, state: Flattening): void {
  const { open, out, dropped } = state;
  for (let last = open.at(-1); last && ENDED_BY[name]?.includes(last); last = open.at(-1)) {
    out.push(`</${open.pop()}>`);
  }
  const isVoid = VOID.has(name);
  if (!isVoid && open.length >= state.maxDepth) {
    dropped.set(name, (dropped.get(name) ?? 0) + 1);
    return;
  }
  out.push(`<${name}${PLAIN_ATTRIBUTES.test(attributes) ? attributes : ''}>`);
  if (!isVoid) open.push(name);
}

function closeElement(name: string, { open, out, dropped }: Flattening): void {
  const left = dropped.get(name) ?? 0;
  if (left > 0) {
    dropped.set(name, left - 1);
    return;
  }
  const index = open.lastIndexOf(name);
  while (index >= 0 && open.length > index) out.push(`</${open.pop()}>`);
}
