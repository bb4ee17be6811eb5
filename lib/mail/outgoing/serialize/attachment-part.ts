import { isAscii } from 'node:buffer';
import type { AttachmentRow } from '#lib/mail/outgoing/load-emails.ts';

/** RFC 5322 section 2.1.1. */
const longestLine = 998;

/** One attachment as the MIME composer takes it. */
export interface AttachmentPart {
  filename: string;
  contentType: string;
  content: Buffer;
  cid?: string | undefined;
}

/**
 * How a file travels. A picture is part of the text only where the text shows it. A mail travels as message/rfc822, so
 * that mail programs open it; that type allows no encoding (RFC 2046 section 5.2.1), so what SMTP cannot carry as it is
 * (lines beyond 998 bytes, NUL, eight bits where the server
 * takes seven) travels as a plain file.
 */
export function attachmentPart(
  attachment: AttachmentRow,
  content: Buffer,
  { html, sevenBit }: { html: string; sevenBit: boolean },
): AttachmentPart {
  const { name: filename, contentType, contentId } = attachment;
  if (isMail(attachment)) {
    const mail = withCrlf(content);
    if (canTravel(mail) && !(sevenBit && !isAscii(mail)))
      return { filename, contentType: 'message/rfc822', content: mail };
    return { filename, contentType: 'application/octet-stream', content };
  }
  const isShown = contentId !== null && html.includes(`cid:${contentId}`);
  return { filename, contentType, content, cid: isShown ? contentId : undefined };
}

function isMail({ name, contentType }: AttachmentRow): boolean {
  if (contentType.startsWith('message/')) return true;
  return /\.eml$/i.test(name) && /^(application\/octet-stream|text\/plain)$/.test(contentType);
}

/** Line ends as on the wire; a signature is made over these. */
function withCrlf(content: Buffer): Buffer {
  return Buffer.from(content.toString('latin1').replace(/\r\n|\r|\n/g, '\r\n'), 'latin1');
}

function canTravel(mail: Buffer): boolean {
  if (mail.includes(0) || !/^[!-9;-~]+[ \t]*:/.test(mail.toString('latin1', 0, 1000))) return false;
  let start = 0;
  while (start < mail.length) {
    const end = mail.indexOf('\r\n', start);
    if ((end < 0 ? mail.length : end) - start > longestLine) return false;
    if (end < 0) return true;
    start = end + 2;
  }
  return true;
}
