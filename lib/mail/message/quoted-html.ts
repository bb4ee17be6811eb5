import { FORWARD_IN_HTML } from '#lib/mail/message/quote-words.ts';

/**
 * Where the mail programs begin their quotation in HTML: the first of these that has text before it is the cut. A mail
 * that went through Outlook has `x_` before its names.
 */
const QUOTE_STARTS = [
  /<(?:div|span|p)[^<>]{0,300}\bclass="?[^"<>]{0,100}\b(?:x_)?(gmail_quote|gmail_attr|yahoo_quoted|moz-cite-prefix|protonmail_quote|zmail_extra|tutanota_quote|front-blockquote|edo-quote|quoted-content)\b/i,
  /<blockquote[^<>]{0,300}\b(type="?cite|id="?isReplyContent|class="?[^"<>]{0,100}(gmail_quote|protonmail_quote|tutanota_quote|front-blockquote))/i,
  /<(?:div|p|span)[^<>]{0,300}\bid="?(?:x_)?(divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|ms-outlook-mobile-reference-message|yahoo_quoted|OLK_SRC_BODY_SECTION|reply-intro|replyIntro)/i,
  /<div[^<>]{0,300}\bname="?(quote|messageReplySection)\b/i,
  /<hr[^<>]{0,300}\bid="?(stopSpelling|zwchr)/i,
  /<div[^<>]{0,300}style=["']?[^"'<>]{0,200}border:\s?none;\s?border-top:\s?solid #[0-9a-f]{6}[^<>]{0,200}>/i,
  /<div[^<>]{0,100}>(?:\s|<[^<>]{1,200}>){0,10}-{2,40}\s?original message\s?--/i,
];

const FORWARDED = /class="?[^"<>]{0,100}gmail_forward|moz-forward-container/i;
const MAX_LENGTH = 2_000_000;

/**
 * Cuts HTML where the mail program's quotation begins. A forwarded mail, a quotation with nothing before it, and one
 * with text of the author after its end stay whole.
 */
export function splitQuotedHtml(html: string): { visible: string; quoted: string } {
  const whole = { visible: html, quoted: '' };
  const source = html.slice(0, MAX_LENGTH);
  if (FORWARDED.test(source) || FORWARD_IN_HTML.test(source)) return whole;
  const starts = QUOTE_STARTS.map((pattern) => source.search(pattern)).filter((index) => index >= 0);
  const start = Math.min(...starts);
  if (starts.length === 0 || !hasText(source.slice(0, start)) || hasReplyBelow(source.slice(start))) return whole;
  return { visible: html.slice(0, start), quoted: html.slice(start) };
}

/** Text after the last closing quotation that is not a signature: an answer below, or between, quoted parts. */
function hasReplyBelow(quotation: string): boolean {
  const blocks = quotation.split(/<\/blockquote\s*>/i);
  if (blocks.length < 2) return false;
  const between = blocks.slice(1).map((block) => block.split(/<blockquote\b/i)[0] ?? '');
  const depths = between.map((_, index) => depthAfter(blocks.slice(0, index + 1)));
  return between.some(
    (part, index) => (depths[index] ?? 1) <= 0 && hasText(part) && !/class="?[^"<>]{0,100}signature/i.test(part),
  );
}

function depthAfter(blocks: string[]): number {
  const opened = blocks.reduce((sum, block) => sum + block.split(/<blockquote\b/i).length - 1, 0);
  return opened - blocks.length;
}

function hasText(html: string): boolean {
  if (/<img\b/i.test(html)) return true;
  const text = html
    .replace(/<(style|script|head|title)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(nbsp|#160);/gi, '');
  return /\S/.test(text);
}
