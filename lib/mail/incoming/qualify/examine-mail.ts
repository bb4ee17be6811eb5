import type { RawMail } from '../keep/open-mail.ts';
import { parseMail } from '../parse/parse-mail.ts';
import type { ParsedMail } from '../parse/parsed-mail.ts';
import type { Examined } from '../trace/gateway-answer.ts';
import { classifyAutomatic } from './classify-automatic.ts';
import { readSpamVerdict } from './read-spam-verdict.ts';
import { recogniseBounce } from './recognise-bounce.ts';

/**
 * Everything a raw mail says by itself: parsed, and judged whether it is automatic, a report, spam.
 * @param envelopeFrom where told, it counts instead of the Return-Path header; empty = the null sender
 */
export async function examineMail(
  raw: RawMail,
  { envelopeFrom }: { envelopeFrom: string | null },
): Promise<Omit<Examined, 'authentication'>> {
  const parsed = withLifted(await parseMail(raw.bytes), raw);
  const mail = envelopeFrom === null ? parsed : { ...parsed, returnPath: envelopeFrom };
  return {
    mail,
    automatic: classifyAutomatic(mail),
    bounce: recogniseBounce(mail),
    spam: readSpamVerdict(mail),
  };
}

/** Files that were lifted out of a large mail are themselves again. */
function withLifted(mail: ParsedMail, { lifted, defects }: RawMail): ParsedMail {
  if (lifted === null) return mail;
  const attachments = mail.attachments.map((file) => {
    const stored =
      file.content.length < 100 ? lifted.get(Buffer.from(file.content).toString('latin1').trim()) : undefined;
    return stored ? { ...file, stored, size: stored.size, content: new Uint8Array(0) } : file;
  });
  return { ...mail, attachments, defects: [...mail.defects, ...defects] };
}
