import type SMTPConnection from 'nodemailer/lib/smtp-connection';

/** What a server can carry beyond plain ASCII, and how it wants to be spoken to. */
export interface SmtpFeatures {
  /** SMTPUTF8 (RFC 6531): letters beyond ASCII before the @, and in headers. */
  utf8: boolean;
  /** 8BITMIME (RFC 6152): bodies of eight bits. */
  eightBit: boolean;
  /** SIZE (RFC 1870): wants to know how large a mail is. */
  size: boolean;
  /** The largest mail it says it takes, in bytes; null: it does not say. */
  maxBytes: number | null;
  /** PIPELINING (RFC 2920): takes commands without waiting for each answer. */
  pipelining: boolean;
}

/** What our own sandbox takes: everything. */
export const allFeatures: SmtpFeatures = {
  utf8: true,
  eightBit: true,
  size: true,
  maxBytes: null,
  pipelining: true,
};

/** What the server has announced in its last answer to EHLO. */
export function readFeatures(smtp: SMTPConnection): SmtpFeatures {
  const { _supportedExtensions: announced = [], _maxAllowedSize: maxBytes } = smtp as unknown as {
    _supportedExtensions?: string[];
    _maxAllowedSize?: number;
  };
  const utf8 = announced.includes('SMTPUTF8');
  return {
    utf8,
    // SMTPUTF8 includes 8BITMIME (RFC 6531 section 3.1).
    eightBit: utf8 || announced.includes('8BITMIME'),
    size: announced.includes('SIZE'),
    maxBytes: maxBytes || null,
    pipelining: announced.includes('PIPELINING'),
  };
}
