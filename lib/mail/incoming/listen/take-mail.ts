import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { Ctx } from '#lib/db/context.ts';
import { type KeptMail, keepMail, type ReceivedMail } from '../keep/keep-mail.ts';
import type { KnownRecipient } from './check-recipient.ts';
import { refuseBareLf } from './refuse-bare-lf.ts';

export interface HandedOver {
  stream: SMTPServerDataStream;
  session: SMTPServerSession;
  recipients: KnownRecipient[];
  source: 'lmtp' | 'smtp';
}

/**
 * Stores what is being sent, piece by piece, and commits it; whoever asks processes it at once.
 * @throws AppError `too_large`, `invalid` for a smuggler's line ends, `malformed` for an empty mail
 */
export async function takeMail(ctx: Ctx, { stream, session, recipients, source }: HandedOver): Promise<KeptMail> {
  const { mailFrom } = session.envelope;
  const mail: ReceivedMail = {
    raw: refuseBareLf(stream),
    source,
    incomingServerId: recipients.find(({ serverId }) => serverId !== null)?.serverId ?? null,
    envelopeFrom: mailFrom ? mailFrom.address : '',
    envelopeTo: [...new Set(recipients.map(({ address }) => address))].join(', '),
    clientIp: session.remoteAddress,
    clientName: session.hostNameAppearsAs,
  };
  return keepMail(ctx, mail, { isBegun: true });
}
