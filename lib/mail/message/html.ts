import { convert } from 'html-to-text';
import { flattenHtml } from '#lib/mail/message/flatten-html.ts';

/** Bodies longer than this many characters are cut before conversion: a plain-text rendering of more helps nobody. */
const MAX_LENGTH = 2_000_000;
/** Of HTML with very many tags: each level of a list or quotation costs every line within it once more. */
const MAX_DEPTH = 40;

/** Plain text as HTML: escaped, line breaks kept, web addresses made into links. */
export function textToHtml(text: string): string {
  const escaped = escapeHtml(withoutEndingBreaks(text.replace(/\r\n?/g, '\n')));
  const linked = escaped.replace(/\bhttps?:\/\/[^\s<>"']{1,2000}/g, linkTo);
  const lines = linked.replace(/\t/g, '    ').replace(/ {2}/g, ' &nbsp;').split('\n');
  return `<p>${lines.join('<br>')}</p>`;
}

/** By hand: the pattern `\n+$` costs a square of the blank lines in the middle of a text. */
function withoutEndingBreaks(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '\n') end -= 1;
  return text.slice(0, end);
}

/** A link up to the closing punctuation of the sentence around it. */
function linkTo(url: string): string {
  const trimmed = /^(.*?)((?:&quot;|&#39;|&gt;|&lt;|[.,;:!?)\]])*)$/.exec(url.slice(0, 2100));
  const target = trimmed?.[1] || url;
  return `<a href="${target}" rel="noopener noreferrer" target="_blank">${target}</a>${trimmed?.[1] ? trimmed[2] : ''}`;
}

/** A text made safe for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** HTML as readable plain text: links with their address, lists, tables as text, no images, quotes as `> ` lines. */
export function htmlToText(html: string): string {
  const text = convert(flattenHtml(html.slice(0, MAX_LENGTH), MAX_DEPTH), {
    wordwrap: false,
    limits: { maxDepth: 200, maxChildNodes: 20_000, maxInputLength: MAX_LENGTH },
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'style', format: 'skip' },
      { selector: 'script', format: 'skip' },
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    ],
  });
  return text
    .replace(/\u00a0/g, ' ')
    .replace(/(?<![ \t])[ \t]+$/gm, '')
    .trim();
}

/** Whether nothing would be seen: no text and no picture once tags, entities for spaces and comments are gone. */
export function isEmptyHtml(html: string | null | undefined): boolean {
  if (!html) return true;
  const input = html.slice(0, MAX_LENGTH);
  if (/<(img|video|audio|hr|svg|iframe|input|object)\b/i.test(input)) return false;
  const text = input
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<(style|script|head|title)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(nbsp|#160|#xa0|zwnj|zwj|#8203|#x200b|ensp|emsp|thinsp);/gi, '');
  return text.replace(/[\s\u200b-\u200f\u2060\ufeff]+/g, '') === '';
}
