import { htmlToText } from '#lib/mail/message/html.ts';
import { endsInQuote, type QuoteLayout, readQuoteLayout } from '#lib/mail/message/quote-layout.ts';
import {
  isForwardMarker,
  isHeaderBlock,
  isOriginalMarker,
  isSignatureStart,
  isWroteLine,
} from '#lib/mail/message/quote-markers.ts';
import { splitQuotedHtml } from '#lib/mail/message/quoted-html.ts';

export interface SplitReply {
  visibleText: string;
  quotedText: string;
  visibleHtml: string | null;
  quotedHtml: string | null;
  /** The part of the quoted text that is the author's signature. */
  signatureText: string;
}

/** Only this many lines are looked at one by one; what follows belongs to whichever part the last line belonged to. */
const MAX_LINES = 20_000;

/**
 * Tells what the author wrote now from what the mail program quoted below it. When in doubt a line stays visible: losing
 * a line of the reply is worse than leaving a quoted one. Forwarded mail is never cut.
 */
export function splitQuotedReply({ text, html }: { text?: string | null; html?: string | null }): SplitReply {
  const fromHtml = html ? splitQuotedHtml(html) : null;
  const fromText = text?.trim() ? splitText(text) : null;
  const split =
    fromText ?? (fromHtml ? splitText(htmlToText(fromHtml.visible)) : { visible: '', quoted: '', signature: '' });
  const htmlQuote = fromText === null && fromHtml?.quoted ? htmlToText(fromHtml.quoted) : '';
  return {
    visibleText: split.visible,
    quotedText: [split.quoted, htmlQuote].filter((part) => part !== '').join('\n'),
    visibleHtml: fromHtml?.visible ?? null,
    quotedHtml: fromHtml?.quoted || null,
    signatureText: split.signature,
  };
}

/** What extensions that watch over a mail leave as its last letter. */
const TRACKING_MARK = /\n[\u1427\u200b-\u200f\ufeff]{1,10}\s{0,50}$/;

function splitText(text: string): { visible: string; quoted: string; signature: string } {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .replace(/\u00a0/g, ' ')
    .split('\n');
  const cut = withRulesAbove(lines, findQuoteStart(lines));
  const reply = lines.slice(0, cut);
  const signatureAt = findSignature(reply);
  const body = dropTrailingQuote(reply.slice(0, signatureAt));
  const visible = body
    .join('\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .replace(TRACKING_MARK, '')
    .trimEnd();
  // A mail that is nothing but a quotation shows it: an empty message helps nobody.
  if (visible.trim() === '' && signatureAt === reply.length && cut === 0)
    return { visible: text.trim(), quoted: '', signature: '' };
  const quoted = [...reply.slice(body.length, signatureAt), ...lines.slice(cut)].join('\n').trim();
  return { visible, quoted, signature: reply.slice(signatureAt).join('\n').trim() };
}

/** The line where the quotation begins: `lines.length` where there is none or where the mail forwards something. */
function findQuoteStart(lines: string[]): number {
  const last = Math.min(lines.length, MAX_LINES);
  const firstText = firstTextLine(lines);
  let layout: QuoteLayout | null = null;
  for (let index = 0; index < last; index += 1) {
    const line = (lines[index] ?? '').trim();
    if (line === '' || line.startsWith('>')) continue;
    if (isForwardMarker(line)) return lines.length;
    const wroteLines = isWroteLine(lines, index);
    if (wroteLines > 0) {
      layout ??= readQuoteLayout(lines.slice(0, MAX_LINES));
      if (endsInQuote(layout, index + wroteLines)) return index;
    }
    if (isOriginalMarker(line) && index > firstText) return index;
    if (isHeaderBlock(lines, index) && index > firstText) return index;
  }
  return lines.length;
}

/** The first line that says something; `Infinity` where none does. */
function firstTextLine(lines: string[]): number {
  const first = lines.findIndex((line) => /[\p{L}\p{N}\p{S}]/u.test(line));
  return first < 0 ? Number.POSITIVE_INFINITY : first;
}

/** The rules (`____`) above a quotation go with it. */
function withRulesAbove(lines: string[], cut: number): number {
  if (cut === lines.length) return cut;
  let start = cut;
  for (let above = cut - 1; above >= Math.max(0, cut - 4); above -= 1) {
    const line = (lines[above] ?? '').trim();
    if (/^[-_=*\u2010-\u2015\u2500\s]{3,}$/.test(line)) start = above;
    else if (line !== '') break;
  }
  return start;
}

/** The first line of the signature; `lines.length` where there is none. A signature never swallows the whole reply. */
function findSignature(lines: string[]): number {
  const firstText = firstTextLine(lines);
  for (let index = Math.min(lines.length, MAX_LINES) - 1; index >= 0; index -= 1) {
    if (isSignatureStart(lines, index) && index > firstText) return index;
  }
  return lines.length;
}

/** A block of `>` lines at the very end is a quotation even without an introduction. */
function dropTrailingQuote(lines: string[]): string[] {
  let end = lines.length;
  while (end > 0 && /^\s*(>|$)/.test(lines[end - 1] ?? '')) end -= 1;
  return lines.slice(end).some((line) => line.trimStart().startsWith('>')) && end > 0 ? lines.slice(0, end) : lines;
}
