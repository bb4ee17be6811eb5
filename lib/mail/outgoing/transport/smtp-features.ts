import type { OpenConnection } from '#lib/mail/outgoing/transport/open-connection.ts';

/** What a server can carry beyond plain ASCII. */
export interface SmtpFeatures {
  /** SMTPUTF8 (RFC 6531): letters beyond ASCII before the @, and in headers. */
  utf8: boolean;
  /** 8BITMIME (RFC 6152): bodies of eight bits. */
  eightBit: boolean;
}

/** What our own sandbox takes: everything. */
export const allFeatures: SmtpFeatures = { utf8: true, eightBit: true };

/** What the server has announced in its last answer to EHLO. */
export function featuresOf({ smtp }: OpenConnection): SmtpFeatures {
  const announced = (smtp as unknown as { _supportedExtensions?: string[] })._supportedExtensions ?? [];
  const utf8 = announced.includes('SMTPUTF8');
  // SMTPUTF8 includes 8BITMIME (RFC 6531 section 3.1).
  return { utf8, eightBit: utf8 || announced.includes('8BITMIME') };
}
