import { splitQuotedReply } from '#lib/mail/message/quoted-reply.ts';

/** What the author wrote now, without the quoted mail: from the plain text where the mail has one, else from its HTML. */
export function visibleReply(text: string, html: string | null): string {
  return splitQuotedReply({ text, html }).visibleText;
}
