import { textToHtml } from '#lib/mail/message/html.ts';
import { sanitizeComposerHtml } from '#lib/mail/message/sanitize-html.ts';

/** HTML as written in the composer, made safe; text of programs that know no HTML becomes paragraphs. */
export function composedHtml(body: string): string {
  return sanitizeComposerHtml(/<[a-z!/][^<>]*>/i.test(body) ? body : textToHtml(body));
}
