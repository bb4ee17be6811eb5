import { ImapFlow } from 'imapflow';
import { createTransport, type SendMailOptions } from 'nodemailer';
import PostalMime, { type Email } from 'postal-mime';
import type { Dovecot } from './dovecot.ts';

/** A mail as a person's mail program shows it; `header` gives any header line. */
export interface ReceivedMail extends Email {
  header(name: string): string | undefined;
  raw: string;
}

/** What lies in somebody's inbox, the oldest first. */
export async function readMailbox(dovecot: Dovecot, user: string): Promise<ReceivedMail[]> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: dovecot.ports.imap,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: dovecot.password },
    logger: false,
  });
  await client.connect();
  try {
    const { exists } = await client.mailboxOpen('INBOX');
    const messages = exists > 0 ? await client.fetchAll('1:*', { source: true }) : [];
    return await Promise.all(messages.map(({ source }) => openMail(source ?? Buffer.alloc(0))));
  } finally {
    await client.logout();
  }
}

export async function openMail(source: Buffer | string): Promise<ReceivedMail> {
  const mail = await PostalMime.parse(source);
  const header = (name: string) => mail.headers.find(({ key }) => key === name.toLowerCase())?.value;
  return Object.assign(mail, { header, raw: source.toString() });
}

/** Submits a mail by SMTP as a mail program does, and answers its Message-ID. */
export async function submitMail(port: number, mail: SendMailOptions): Promise<string> {
  const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
  try {
    return (await transport.sendMail(mail)).messageId;
  } finally {
    transport.close();
  }
}

/** What a mail program fills in when its user presses Reply. */
export function replyTo(mail: ReceivedMail, from: string, text: string): SendMailOptions {
  const quoted = (mail.text ?? '').split('\n').map((line) => `> ${line}`);
  return {
    from,
    to: mail.replyTo?.[0]?.address ?? mail.from?.address,
    subject: `Re: ${mail.subject}`,
    inReplyTo: mail.messageId,
    references: [mail.references, mail.messageId].filter(Boolean).join(' '),
    text: `${text}\n\nOn Monday ${mail.from?.name} wrote:\n${quoted.join('\n')}\n`,
  };
}
