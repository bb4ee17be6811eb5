import type { Ctx } from '#lib/db/context.ts';
import { toSmtpAddress } from '#lib/mail/message/address.ts';
import { signAddress } from '#lib/mail/message/signed-address.ts';
import type { EmailToSend } from '#lib/mail/outgoing/load-emails.ts';
import type { ClaimedDelivery } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import type { SelectedServer } from '#lib/mail/outgoing/select/select-server.ts';

/** What decides over MAIL FROM. */
export interface EnvelopeQuestion {
  email: Pick<EmailToSend, 'nullSender'>;
  selection: Pick<SelectedServer, 'envelopeFrom' | 'bouncesComeBack'>;
  /** `mail.bounce.verp` is on. */
  verp: boolean;
}

/** Whether each recipient has a Return-Path of its own, and so an SMTP transaction of its own. */
export function hasSignedSender({ email, selection, verp }: EnvelopeQuestion): boolean {
  return verp && selection.bouncesComeBack && !email.nullSender;
}

/**
 * The address of MAIL FROM: none for automatic answers (RFC 3834 section 3.3), the bounce address with the token of the
 * delivery where those are signed, else what the selection chose.
 * @param delivery the first of the transaction; the others have the same recipient where the address is signed
 */
export function envelopeSender(ctx: Ctx, asked: EnvelopeQuestion, delivery: ClaimedDelivery | undefined): string {
  const { email, selection } = asked;
  if (email.nullSender) return '';
  if (!delivery || !hasSignedSender(asked)) return selection.envelopeFrom;
  return signAddress(ctx.env.appSecret, selection.envelopeFrom, { use: 'delivery', id: delivery.id, now: ctx.now() });
}

/** Deliveries by recipient: two contacts with one address get one mail. */
export function byAddress(deliveries: ClaimedDelivery[]): Map<string, ClaimedDelivery[]> {
  return Map.groupBy(deliveries, ({ recipient }) => toSmtpAddress(recipient) ?? recipient);
}
