import { htmlToText } from '#lib/mail/message/html.ts';
import { splitQuotedReply } from '#lib/mail/message/quoted-reply.ts';

/** What the author wrote now: from the plain text where the mail has one, else from its HTML. */
export function visibleReply(text: string, html: string | null): string {
  if (text !== '') return splitQuotedReply(text).visible;
  return html === null ? '' : splitQuotedReply(htmlToText(html)).visible;
}
