import { replyFailure, type SmtpFailure } from '#lib/mail/outgoing/transport/smtp-failure.ts';
import type { SmtpFeatures } from '#lib/mail/outgoing/transport/smtp-features.ts';
import { type SmtpSession, stepTimeoutMs } from '#lib/mail/outgoing/transport/smtp-session.ts';

export interface Envelope {
  /** Empty for `MAIL FROM:<>`. */
  from: string;
  /** Each once, with ASCII domains; letters beyond ASCII before the @ only where the server has SMTPUTF8. */
  recipients: string[];
  /** Of the message, in bytes. */
  size: number;
  /** The message has bytes beyond ASCII. */
  eightBit: boolean;
  /** An address or a header has letters beyond ASCII. */
  utf8: boolean;
}

export interface RefusedRecipient {
  recipient: string;
  failure: SmtpFailure;
}

export interface EnvelopeRefusal {
  failure: SmtpFailure;
  /** The server is at the same point of the dialogue as we are: it can be asked something else. */
  inStep: boolean;
}

/**
 * MAIL FROM, RCPT TO for each, DATA: in one go where the server has PIPELINING (RFC 2920).
 * @param refused gets those whom the server refuses
 * @returns null when the server waits for the message
 * @throws as `hear`, when the connection ends; with `response`, when the server says that it ends it (421)
 */
export async function offerEnvelope(
  session: SmtpSession,
  envelope: Envelope,
  refused: RefusedRecipient[],
): Promise<EnvelopeRefusal | null> {
  const { recipients } = envelope;
  const ask = asker(session, commandsFor(envelope, session.features));
  const sender = await ask();
  if (!sender.startsWith('2')) return refuseSender(session, sender, () => askAll(ask, recipients.length + 1));
  for (const recipient of recipients) {
    const reply = await ask();
    if (!reply.startsWith('2')) refused.push({ recipient, failure: replyFailure(reply, 'rcpt') });
  }
  if (refused.length === recipients.length) return refuseAll(session, refused, ask);
  const go = await ask();
  // Some servers say 250 instead of 354.
  return /^[23]/.test(go) ? null : { failure: replyFailure(go, 'data'), inStep: true };
}

type Ask = () => Promise<string>;

/** Asks one command after the other; with PIPELINING all are said at the first, and only the answers come one by one. */
function asker(session: SmtpSession, commands: string[]): Ask {
  const { pipelining } = session.features;
  let next = 0;
  return async () => {
    const command = commands[next++] ?? '';
    if (!pipelining) session.say([command]);
    else if (next === 1) session.say(commands);
    const reply = await session.hear(stepTimeoutMs);
    // What else was said in one go with it gets no answer (RFC 5321 section 3.8).
    if (reply.startsWith('421')) throw Object.assign(new Error(reply), { response: reply, command: verbOf(command) });
    return reply;
  };
}

async function askAll(ask: Ask, count: number): Promise<string[]> {
  const replies: string[] = [];
  while (replies.length < count) replies.push(await ask());
  return replies;
}

function verbOf(command: string): string {
  return /^(?:MAIL FROM|RCPT TO|DATA)/.exec(command)?.[0] ?? '';
}

/** With PIPELINING every recipient is refused as well, as out of sequence: that says nothing about them. */
async function refuseSender(
  { features }: SmtpSession,
  reply: string,
  hearRest: () => Promise<string[]>,
): Promise<EnvelopeRefusal> {
  const failure = replyFailure(reply, 'mail');
  if (!features.pipelining) return { failure, inStep: true };
  const rest = await hearRest();
  // Who waits for the message although he refused the sender: nobody knows whom he would give it to.
  return { failure, inStep: !rest.at(-1)?.startsWith('3') };
}

/** A later attempt may help where one of them was refused for now only: that answer stands for all. */
async function refuseAll(session: SmtpSession, refused: RefusedRecipient[], ask: Ask): Promise<EnvelopeRefusal | null> {
  if (session.features.pipelining && (await ask()).startsWith('3')) {
    // It must refuse DATA and did not: an empty message, which goes to nobody, ends that (RFC 2920 section 3.1).
    session.say(['.']);
    await session.hear(stepTimeoutMs);
  }
  const forNow = refused.find(({ failure }) => failure.reply?.startsWith('4'));
  const failure = (forNow ?? refused.at(-1))?.failure;
  return failure ? { failure, inStep: true } : null;
}

/**
 * @throws Error with code `EENVELOPE` for what would be no address there, but the end of a command
 */
function commandsFor({ from, recipients, ...message }: Envelope, features: SmtpFeatures): string[] {
  const isAddress = (text: string) => text !== '' && !/[\r\n<>]/.test(text);
  if (!(from === '' || isAddress(from)) || !recipients.every(isAddress)) {
    throw Object.assign(new Error('an address of the envelope is none'), { code: 'EENVELOPE' });
  }
  const mailFrom = [`MAIL FROM:<${from}>`, ...parametersFor(message, features)].join(' ');
  return [mailFrom, ...recipients.map((recipient) => `RCPT TO:<${recipient}>`), 'DATA'];
}

function parametersFor({ size, eightBit, utf8 }: Omit<Envelope, 'from' | 'recipients'>, features: SmtpFeatures) {
  return [
    ...(utf8 && features.utf8 ? ['SMTPUTF8'] : []),
    ...(eightBit && features.eightBit ? ['BODY=8BITMIME'] : []),
    ...(features.size ? [`SIZE=${size}`] : []),
  ];
}
