import { needsSmtpUtf8, parseAddress } from '#lib/mail/message/address.ts';
import type { RefusedRecipient } from '#lib/mail/outgoing/transport/offer-envelope.ts';
import type { SmtpFailure } from '#lib/mail/outgoing/transport/smtp-failure.ts';
import type { SmtpFeatures } from '#lib/mail/outgoing/transport/smtp-features.ts';

/**
 * The recipients that a server without SMTPUTF8 cannot be told of; all of them where it is the sender. No other server
 * is tried: which one sends was decided by the sender, and the next would be as good a guess.
 */
export function refuseBeyondAscii(
  { utf8 }: SmtpFeatures,
  sender: { headerFrom: string; envelopeFrom: string },
  recipients: string[],
): RefusedRecipient[] {
  if (utf8) return [];
  const from = parseAddress(sender.headerFrom)?.address ?? '';
  const senderNeedsIt = needsSmtpUtf8(from) || needsSmtpUtf8(sender.envelopeFrom);
  const refused = senderNeedsIt ? recipients : recipients.filter(needsSmtpUtf8);
  const failure: SmtpFailure = {
    stage: 'mail',
    reply: null,
    networkCode: senderNeedsIt ? 'EUTF8SENDER' : 'EUTF8',
    message: 'the server does not announce SMTPUTF8',
  };
  return refused.map((recipient) => ({ recipient, failure }));
}
