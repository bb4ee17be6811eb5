import { formatAddress, needsSmtpUtf8, parseAddressList } from '#lib/mail/message/address.ts';
import type { EmailToSend } from '#lib/mail/outgoing/load-emails.ts';
import type { EmailCopy } from '#lib/mail/outgoing/serialize/serialize-email.ts';

/** A copy of a mail whose address headers plain ASCII can carry. */
export function withAsciiAddresses({ email, copy }: { email: EmailToSend; copy: EmailCopy }) {
  const { toAddresses, ccAddresses, replyTo } = email;
  return {
    email: {
      ...email,
      toAddresses: asciiAddresses(toAddresses),
      ccAddresses: asciiAddresses(ccAddresses),
      replyTo: replyTo && asciiAddresses(replyTo),
    },
    copy: { ...copy, headerTo: copy.headerTo && asciiAddresses(copy.headerTo) },
  };
}

/**
 * An address header that servers without SMTPUTF8 can carry: an address with letters beyond ASCII before the @ becomes an
 * empty group of its name (RFC 6857 section 3.2.1): readers see whom the mail went to as well. Other headers stay as
 * they are.
 */
function asciiAddresses(header: string): string {
  if (!/[^\x20-\x7e\s][^\s<>",;]*@/.test(header)) return header;
  const shown = parseAddressList(header).map(({ name, address }) => {
    if (!needsSmtpUtf8(address)) return formatAddress(name, address);
    const label = name ? `${name} (${address})` : address;
    return `"${label.replace(/["\\]/g, '\\$&')}":;`;
  });
  return shown.join(', ');
}
