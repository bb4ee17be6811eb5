import {
  DEVICES,
  FIELD_NAMES,
  FORWARD_RULE,
  ORIGINAL_RULE,
  OTHER_RULE,
  SENT_FROM,
  SENT_FROM_MINE,
  SENT_LAST,
  WROTE,
} from '#lib/mail/message/quote-words.ts';

const MAX_WROTE_LINES = 4;
const MAX_LINE = 600;

/** Whether a line announces forwarded mail. */
export function isForwardMarker(line: string): boolean {
  return line.length < MAX_LINE && FORWARD_RULE.test(line);
}

/** Whether a line is the `-----Original Message-----` of some mail program. */
export function isOriginalMarker(line: string): boolean {
  return line.length < MAX_LINE && (ORIGINAL_RULE.test(line) || OTHER_RULE.test(line));
}

/** How many lines the `On ... wrote:` at `index` takes (programs fold it); 0 where there is none, or where a later line begins it. */
export function isWroteLine(lines: string[], index: number): number {
  const found = matchWrote(lines, index);
  if (!found || found.count === 1) return found?.count ?? 0;
  const later = matchWrote(lines, index + 1);
  return later && later.certainty >= found.certainty ? 0 : found.count;
}

interface Introduction {
  /** lines it takes */
  count: number;
  certainty: number;
}

function matchWrote(lines: string[], index: number): Introduction | null {
  let joined = '';
  for (let count = 1; count <= MAX_WROTE_LINES && index + count <= lines.length; count += 1) {
    const line = (lines[index + count - 1] ?? '').trim();
    if (line === '' || (line.startsWith('>') && line !== '>:')) return null;
    joined = `${joined} ${line}`.trim();
    if (joined.length > MAX_LINE) return null;
    const bare = joined
      .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
      .replace(/^[-–—*_\s]+|[-–—*_\s]+$/g, '');
    const certainty = certaintyOf(bare, count, lines, index + count);
    if (certainty > 0) return { count, certainty };
    if (/[.!?]$/.test(line) && !/(?:\d|\p{L})\.$/u.test(line)) return null;
  }
  return null;
}

const ADDRESS = /[<([]\s?(?:mailto:)?[^<>()[\]\s]{1,200}@[^<>()[\]\s]{1,200}\s?[>)\]]/;
const TIME = /\d{1,2}[:.：]\d{2}|\d{1,2}時/;
/** A day with its year, in figures or around a month's name. */
const DAY =
  /\d{1,4}\.? ?[-./年] ?\d{1,2}\.? ?[-./月] ?\d{1,4}|\d{1,2}(?!\d)[^\d\n]{1,25}(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)(?:19|20)\d\d(?!\d)[^\d\n]{1,25}\d{1,2}(?!\d)/;

/**
 * How surely a text introduces a quotation, whatever its language: 3 with day or time, a name with its address, and a
 * colon; 2 with day or time and a verb of writing; 1 where only the `>` below it settles the matter; 0 not at all.
 */
function certaintyOf(text: string, count: number, lines: string[], next: number): number {
  if (!/[\d@]/.test(text) || /(?<!\p{L})(?:i|we|ich|wir|je|nous) wrote/iu.test(text)) return 0;
  const colon = /[::：]$/.test(text);
  const dated = DAY.test(text) || (count === 1 && TIME.test(text));
  const addressed = ADDRESS.test(text);
  if (dated && addressed && (colon || endsInVerb(text))) return 3;
  if (dated && WROTE.test(text) && (colon || endsInVerb(text))) return 2;
  const quotedBelow = startsQuoted(lines, next);
  return colon && quotedBelow && (DAY.test(text) || (addressed && WROTE.test(text))) ? 1 : 0;
}

function endsInVerb(text: string): boolean {
  const at = text.search(WROTE);
  return (
    at >= 0 &&
    /^\S+(?:\s?\(\S{1,4}\))?$/u.test(text.slice(Math.max(at, text.length - 24)).replace(/^(?:ha|va|a|đã) /, ''))
  );
}

function startsQuoted(lines: string[], from: number): boolean {
  const next = lines.slice(from, from + 3).find((line) => line.trim() !== '');
  return next?.trimStart().startsWith('>') ?? false;
}

/**
 * Whether a quoted header block (`From: ... Sent: ... Subject: ...`) begins at `index`: a From and two other fields in a
 * language known here, or below a rule any three fields of which one holds an address and one a day.
 */
export function isHeaderBlock(lines: string[], index: number): boolean {
  const first = fieldOf(lines[index] ?? '');
  if (first === null) return isForeignBlock(lines, index);
  const seen = new Set<string>();
  for (const line of lines.slice(index, index + 12)) {
    const field = fieldOf(line);
    if (field) seen.add(field);
    else if (line.trim() === '' && seen.size >= 3) break;
  }
  const startsRight = first === 'from' || first === 'date' || (seen.has('date') && seen.has('subject'));
  return startsRight && seen.has('from') && seen.size >= 3;
}

const LABEL = /^[>\s*_]{0,6}([\p{L}][\p{L}\p{M} '’-]{0,24}?)\s?\*{0,2}\s?[::：]/u;

function isForeignBlock(lines: string[], index: number): boolean {
  if (!LABEL.test((lines[index] ?? '').slice(0, 60)) || !isBelowRule(lines, index)) return false;
  const block = lines.slice(index, index + 4);
  const labelled = block.filter((line) => LABEL.test(line.slice(0, 60)));
  return (
    labelled.length >= 3 && block.some((line) => /@/.test(line)) && block.some((line) => DAY.test(line.slice(0, 200)))
  );
}

function isBelowRule(lines: string[], index: number): boolean {
  const above = lines.slice(Math.max(0, index - 2), index).findLast((line) => line.trim() !== '');
  return above !== undefined && /^[\s>]*[-_=*\u2010-\u2015\u2500]{5,}/.test(above);
}

function fieldOf(line: string): string | null {
  const name = LABEL.exec(line.slice(0, 60))?.[1];
  if (!name) return null;
  const plain = name.normalize('NFC').trim();
  return Object.entries(FIELD_NAMES).find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
}

/** Whether a signature begins at `index`: the `-- ` delimiter, or a mail program's own `Sent from my ...` as the last words. */
export function isSignatureStart(lines: string[], index: number): boolean {
  const line = lines[index] ?? '';
  if (line === '-- ' || /^(?:--|__)\s*$/.test(line)) return true;
  if (!isSentFrom(line.trim()) && !isListFooter(lines, index)) return false;
  return hasAtMost(lines, index + 1, line.startsWith('____') ? 5 : 2);
}

/** Whether no more than `limit` lines of text follow; looks no further than it must. */
function hasAtMost(lines: string[], from: number, limit: number): boolean {
  let found = 0;
  for (let index = from; index < lines.length && found <= limit; index += 1) {
    if (!/^\s*(?:>|$)/.test(lines[index] ?? '')) found += 1;
  }
  return found <= limit;
}

function isSentFrom(line: string): boolean {
  if (line.length > 120 || /[,;]|[.!?]\s/.test(line)) return false;
  if (SENT_FROM_MINE.test(line)) return true;
  if (!DEVICES.test(line)) return false;
  if (SENT_LAST.test(line)) return /iphone|ipad|android|galaxy|outlook|gmail|yahoo|mail|app|手机|手機/i.test(line);
  return SENT_FROM.test(line);
}

/** The footer of a mailing list: a long rule, then the list's name or address (Mailman's form, which others took over). */
function isListFooter(lines: string[], index: number): boolean {
  if (!/^_{30,}\s*$/.test(lines[index] ?? '')) return false;
  return lines.slice(index + 1, index + 5).some((line) => /mailing list|listinfo|unsubscribe/i.test(line));
}
