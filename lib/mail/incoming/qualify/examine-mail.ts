import { parseMail } from '../parse/parse-mail.ts';
import type { Examined } from '../trace/gateway-answer.ts';
import { classifyAutomatic } from './classify-automatic.ts';
import { readSpamVerdict } from './read-spam-verdict.ts';
import { recogniseBounce } from './recognise-bounce.ts';

/**
 * Everything a raw mail says by itself: parsed, and judged whether it is automatic, a report, spam.
 * @param envelopeFrom where told, it counts instead of the Return-Path header; empty = the null sender
 */
export async function examineMail(
  raw: Uint8Array,
  { envelopeFrom }: { envelopeFrom: string | null },
): Promise<Omit<Examined, 'authentication'>> {
  const parsed = await parseMail(raw);
  const mail = envelopeFrom === null ? parsed : { ...parsed, returnPath: envelopeFrom };
  return {
    mail,
    automatic: classifyAutomatic(mail),
    bounce: recogniseBounce(mail),
    spam: readSpamVerdict(mail),
  };
}
