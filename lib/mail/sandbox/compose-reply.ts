import MailComposer from 'nodemailer/lib/mail-composer';
import type { ParsedMail } from '#lib/mail/incoming/parse/parsed-mail.ts';
import { domainOf, formatAddress, type MailAddress } from '#lib/mail/message/address.ts';
import { textToHtml } from '#lib/mail/message/html.ts';

export interface ReplyInput {
  mail: ParsedMail;
  from: MailAddress;
  text: string;
  date: Date;
  /** Letters and digits that make the Message-ID unique. */
  random: string;
}

/** The answer a mail program would write: to the Reply-To, with the thread's ids and the original quoted below. */
export function composeReply({ mail, from, text, date, random }: ReplyInput): { to: string[]; raw: Promise<Buffer> } {
  const answered = mail.replyTo.length > 0 ? mail.replyTo : mail.from ? [mail.from] : [];
  const references = [...mail.references, mail.messageId].filter((id) => id !== null);
  const attribution = `On ${(mail.date ? new Date(mail.date) : date).toUTCString()}, ${nameOf(mail.from)} wrote:`;
  const composer = new MailComposer({
    from: formatAddress(from.name, from.address),
    to: answered.map(({ name, address }) => formatAddress(name, address)).join(', '),
    subject: /^re:/i.test(mail.subject) ? mail.subject : `Re: ${mail.subject}`,
    date,
    messageId: `<${random}@${domainOf(from.address)}>`,
    inReplyTo: mail.messageId ?? undefined,
    references: [...new Set(references)],
    text: `${text}\n\n${attribution}\n${quoted(mail.text)}\n`,
    html: `${textToHtml(text)}<div class="gmail_quote">${textToHtml(attribution)}<blockquote type="cite">${mail.html ?? textToHtml(mail.text)}</blockquote></div>`,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { to: answered.map(({ address }) => address), raw: composer.compile().build() };
}

function nameOf(author: MailAddress | null): string {
  return author?.name || author?.address || 'somebody';
}

function quoted(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}
