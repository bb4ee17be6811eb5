import { randomBytes } from 'node:crypto';

export interface SampleMail {
  from?: string;
  to?: string;
  cc?: string;
  subject?: string;
  /** With angle brackets; null: none. Left out: a fresh one. */
  messageId?: string | null;
  /** Further header lines. */
  headers?: Record<string, string>;
  /** The body, after the Content-Type given in `headers`; plain text without. */
  body?: string;
}

/** A fresh Message-ID of somebody else's host. */
export function freshMessageId(): string {
  return `<${randomBytes(8).toString('hex')}@mail.customer.example>`;
}

/** A raw mail with CRLF line ends, as another company's server hands it over. */
export function sampleMail(mail: SampleMail = {}): Buffer {
  const messageId = mail.messageId === undefined ? freshMessageId() : mail.messageId;
  const headers = {
    From: mail.from ?? '"Mary Customer" <mary@customer.example>',
    To: mail.to ?? 'sales@north.example',
    ...(mail.cc ? { Cc: mail.cc } : {}),
    Subject: mail.subject ?? 'Question about the offer',
    Date: 'Mon, 02 Mar 2026 10:00:00 +0100',
    ...(messageId ? { 'Message-ID': messageId } : {}),
    ...mail.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const text = `${lines.join('\n')}\n\n${mail.body ?? 'Hello,\n\nhow much is the fish?\n'}`;
  return Buffer.from(text.replace(/\r?\n/g, '\r\n'));
}
