import type { TraceLine } from '#lib/core/trace.ts';
import { toAsciiAddress, toSmtpAddress } from '#lib/mail/message/address.ts';
import { matchBounceAddress } from '#lib/mail/outgoing/select/match-from-filter.ts';

export interface EnvelopeInput {
  /** Where bounces are wanted; null = nowhere configured. */
  bounceAddress: string | null;
  /** The bare address of the From header as it will be sent. */
  fromAddress: string;
  serverName: string;
  fromFilter: string | null;
}

/** The address of SMTP MAIL FROM, its domain in ASCII: the bounce address where the server's filter admits it, else the From address. */
export function chooseEnvelopeSender(input: EnvelopeInput): {
  envelopeFrom: string;
  /** It is the bounce address. */
  isBounceAddress: boolean;
  trace: TraceLine[];
} {
  const { bounceAddress, fromAddress, serverName, fromFilter } = input;
  const bounce = bounceAddress === null ? null : toAsciiAddress(bounceAddress);
  const admitted = bounce !== null && matchBounceAddress(bounce, fromFilter) !== null;
  const envelopeFrom = admitted ? bounce : (toSmtpAddress(fromAddress) ?? fromAddress);
  const trace = [{ rule: 'envelope-sender', matched: admitted, detail: explain() }];
  return { envelopeFrom, isBounceAddress: admitted, trace };

  function explain(): string {
    if (admitted) return `"${serverName}" may carry the bounce address ${bounce}: bounces come back to it.`;
    if (bounceAddress === null) return `There is no bounce address: bounces go to ${envelopeFrom}.`;
    if (bounce === null) return `The bounce address ${bounceAddress} is not valid: bounces go to ${envelopeFrom}.`;
    return `The From filter of "${serverName}" does not admit the bounce address ${bounce}: bounces go to ${envelopeFrom}.`;
  }
}
