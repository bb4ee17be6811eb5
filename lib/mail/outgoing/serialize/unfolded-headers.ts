import MimeNode from 'nodemailer/lib/mime-node';
import { parseAddressList } from '#lib/mail/message/address.ts';
import { extractMessageIds } from '#lib/mail/message/message-id.ts';

/** RFC 5322 section 2.1.1, with room for the name. */
const longestValue = 950;
/** What fits into a line of 78 after `Reply-To: `. */
const longestReplyTo = 68;
/** One address of plain ASCII, with or without a name that needs no encoding. */
const plainMailbox = /^(?:(?:"[\w .,&'()-]*"|[\w -]+) <[\w.+-]+@[\w.-]+>|[\w.+-]+@[\w.-]+)$/;

/** A header line that the composer passes on as it is. */
export interface UnfoldedHeader {
  name: string;
  value: string;
}

/**
 * Ids on one line: one that folding has moved to the next is not found again by everybody who looks for it. Ids that are
 * not plain ASCII cannot stand in a header and are left out.
 */
export function idHeader(name: string, ids: string): UnfoldedHeader[] {
  const usable = extractMessageIds(ids).filter((id) => /^<[!-~]+>$/.test(id) && id.length <= longestValue);
  if (usable.length === 0) return [];
  const line = usable.join(' ');
  return [{ name, value: line.length <= longestValue ? line : usable.join('\r\n ') }];
}

/** The Reply-To on one line, without names where they would make it longer than 68 characters. */
export function replyToHeader(replyTo: string | null): UnfoldedHeader[] {
  if (!replyTo) return [];
  // Nearly every mail: the composer's encoder takes as long as a tenth of a small mail.
  if (replyTo.length <= longestReplyTo && plainMailbox.test(replyTo)) return [{ name: 'Reply-To', value: replyTo }];
  const named = MimeNode.encodeHeaderValue('Reply-To', replyTo);
  if (!named) return [];
  if (named.length <= longestReplyTo) return [{ name: 'Reply-To', value: named }];
  const bare = parseAddressList(replyTo).map(({ address }) => MimeNode.encodeHeaderValue('Reply-To', address));
  return [{ name: 'Reply-To', value: bare.join(bare.join(', ').length <= longestValue ? ', ' : ',\r\n ') || named }];
}
