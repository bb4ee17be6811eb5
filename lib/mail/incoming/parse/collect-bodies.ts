import { decodeText } from '#lib/mail/incoming/parse/decode-text.ts';
import type { MimePart } from '#lib/mail/incoming/parse/read-mime-tree.ts';
import { unflowText } from '#lib/mail/incoming/parse/unflow-text.ts';
import { htmlToText, textToHtml } from '#lib/mail/message/html.ts';

/** The body of a mail before it is sanitised; `html` is null where no part was HTML. */
export interface CollectedBodies {
  text: string;
  html: string | null;
  /** the text was written as text, not made from the HTML */
  hasPlain: boolean;
  /** parts that became body text and are therefore no attachments */
  used: Set<MimePart>;
}

/** One thing shown to the reader: an alternative holds the same thing twice. */
interface Segment {
  plain: string[];
  html: string[];
}

/**
 * Puts the body together: of an alternative the HTML wins for display and the plain text for reading; parts that
 * follow each other are appended; named parts and attachments stay out. Of a report (RFC 6522) only the first body
 * part counts, the rest is machine-readable.
 */
export function collectBodies(root: MimePart, maxTextLength: number): CollectedBodies {
  const used = new Set<MimePart>();
  const segments = collectSegments(root, used, maxTextLength).filter(
    (segment) => segment.plain.length + segment.html.length > 0,
  );
  const kept = root.type === 'multipart/report' ? segments.slice(0, 1) : segments;
  const hasHtml = kept.some((segment) => segment.html.length > 0);
  return {
    used,
    hasPlain: kept.some((segment) => segment.plain.length > 0),
    text: kept.map(plainOf).join('\n').slice(0, maxTextLength),
    html: hasHtml ? kept.map(htmlOf).join('\n').slice(0, maxTextLength) : null,
  };
}

function collectSegments(part: MimePart, used: Set<MimePart>, limit: number): Segment[] {
  if (part.type.startsWith('multipart/') && part.children.length > 0) {
    const inner = part.children.flatMap((child) => collectSegments(child, used, limit));
    return part.type === 'multipart/alternative' ? [mergeAlternative(inner)] : inner;
  }
  if (!isBodyPart(part)) return [];
  used.add(part);
  const text = partText(part).slice(0, limit);
  if (text.trim() === '') return [];
  return [part.type === 'text/html' ? { plain: [], html: [text] } : { plain: [text], html: [] }];
}

/** A text part without a name. A multipart that never opened is read as text: its boundary was lost. */
export function isBodyPart(part: MimePart): boolean {
  if (part.disposition === 'attachment') return false;
  const named = Boolean(part.dispositionParams.filename || part.params.name);
  if (named && (part.disposition !== '' || part.contentId)) return false;
  return (
    part.type === 'text/html' ||
    part.type === 'text/plain' ||
    part.type.startsWith('multipart/') ||
    part.type === 'text'
  );
}

/** The text of a part in its charset; flowed lines (RFC 3676) joined; LF line ends. */
export function partText(part: MimePart): string {
  const text = decodeText(part.content, part.params.charset ?? charsetOfHtml(part)).replace(/\r\n?/g, '\n');
  const flowed = /^flowed$/i.test(part.params.format ?? '');
  return flowed ? unflowText(text, /^yes$/i.test(part.params.delsp ?? '')) : text;
}

/** HTML without a charset in its header may name one itself. */
function charsetOfHtml(part: MimePart): string | undefined {
  if (part.type !== 'text/html') return undefined;
  const head = Buffer.from(part.content.subarray(0, 2_048)).toString('latin1');
  return /<meta[^<>]{0,200}\bcharset\s?=\s?["']?([\w.:-]{2,40})/i.exec(head)?.[1];
}

function mergeAlternative(segments: Segment[]): Segment {
  return { plain: segments.flatMap((segment) => segment.plain), html: segments.flatMap((segment) => segment.html) };
}

function plainOf(segment: Segment): string {
  return segment.plain.length > 0 ? segment.plain.join('\n') : segment.html.map(htmlToText).join('\n');
}

function htmlOf(segment: Segment): string {
  return segment.html.length > 0 ? segment.html.join('\n') : segment.plain.map(textToHtml).join('\n');
}
