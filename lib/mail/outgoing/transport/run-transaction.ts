import { isAscii } from 'node:buffer';
import type { DeliveryStage } from '#lib/core/enumerations.ts';
import { endWithDot } from '#lib/mail/outgoing/transport/end-with-dot.ts';
import { type Envelope, offerEnvelope, type RefusedRecipient } from '#lib/mail/outgoing/transport/offer-envelope.ts';
import { readSmtpFailure, replyFailure, type SmtpFailure } from '#lib/mail/outgoing/transport/smtp-failure.ts';
import { type SmtpSession, stepTimeoutMs } from '#lib/mail/outgoing/transport/smtp-session.ts';

/** RFC 5321 section 4.5.3.2.6; everything else is bounded earlier. */
const dotReplyTimeoutMs = 600_000;

export interface TransactionInput {
  session: SmtpSession;
  /** See {@link Envelope}. */
  envelopeFrom: string;
  recipients: string[];
  raw: Buffer;
  /**
   * Commits that the server may have the mail from now on; the final dot waits for it. False: the deliveries are no
   * longer ours, nothing must be sent.
   */
  commitIntent: () => Promise<boolean>;
}

export type TransactionResult =
  /** The server has taken the mail for all others. */
  | { kind: 'accepted'; reply: string; refused: RefusedRecipient[]; reusable: boolean }
  /** Nobody gets it by this transaction. */
  | { kind: 'refused'; failure: SmtpFailure; refused: RefusedRecipient[]; reusable: boolean }
  /** The dot went out and no reply came back: the server may have the mail, or not. */
  | { kind: 'unknown'; failure: SmtpFailure; refused: RefusedRecipient[] }
  /** The deliveries were taken from us before the dot: the server has nothing. */
  | { kind: 'withdrawn' };

/** How far a transaction has come, for the case that the connection ends. */
interface Progress {
  stage: DeliveryStage;
  refused: RefusedRecipient[];
}

/**
 * One SMTP transaction: MAIL FROM, RCPT TO for each, DATA, message, intent, dot, reply. Follows the dialogue stage by
 * stage, so that after any failure it is known whether the server can have the mail.
 */
export async function runTransaction(input: TransactionInput): Promise<TransactionResult> {
  const progress: Progress = { stage: 'rcpt', refused: [] };
  const { refused } = progress;
  try {
    const refusal = await offerEnvelope(input.session, envelopeOf(input), refused);
    if (!refusal) return await handOver(input, progress);
    const { failure, inStep } = refusal;
    return { kind: 'refused', failure, refused, reusable: inStep && (await reset(input.session)) };
  } catch (error) {
    const failure = readSmtpFailure(error, progress.stage);
    if (progress.stage === 'dot') return { kind: 'unknown', failure, refused };
    return { kind: 'refused', failure, refused, reusable: false };
  }
}

/** Headers in UTF-8 need SMTPUTF8 as the envelope does (RFC 6531 section 3.4). */
function envelopeOf({ envelopeFrom: from, recipients, raw }: TransactionInput): Envelope {
  const eightBit = !isAscii(raw);
  const isPlain = (text: string) => isAscii(Buffer.from(text));
  const utf8 = ![from, ...recipients].every(isPlain) || (eightBit && !isAscii(headersOf(raw)));
  return { from, recipients, size: raw.length, eightBit, utf8 };
}

function headersOf(raw: Buffer): Buffer {
  const end = raw.indexOf('\r\n\r\n');
  return end < 0 ? raw : raw.subarray(0, end);
}

/** Bytes handed to the socket at a time: once the last piece is asked beyond, hardly more than this is still under way. */
const pieceSize = 65_536;

/** The message; its last piece has the dot and waits for the intent. */
async function handOver(
  { session, raw, commitIntent }: TransactionInput,
  progress: Progress,
): Promise<TransactionResult> {
  const message = endWithDot(raw);
  const last = message.length - 1 - ((message.length - 1) % pieceSize);
  progress.stage = 'data';
  for (let sent = 0; sent < last; sent += pieceSize) {
    await session.write(message.subarray(sent, sent + pieceSize), stepTimeoutMs);
    const answer = session.heard();
    if (answer !== null) return answeredEarly(answer, progress);
  }
  progress.stage = 'intent';
  // An intent that may not have been committed counts as none: without a dot the server has nothing.
  if (!(await commitIntent().catch(() => false))) return { kind: 'withdrawn' };
  // A server that has answered already gets no dot any more: it might take the mail after all.
  const answer = session.heard();
  if (answer !== null) return answeredEarly(answer, progress);
  progress.stage = 'dot';
  session.send(message.subarray(last));
  const reply = await session.hear(dotReplyTimeoutMs);
  const { refused } = progress;
  if (reply.startsWith('2')) return { kind: 'accepted', reply, refused, reusable: true };
  // After 421 the server closes (RFC 5321 section 3.8).
  const reusable = !reply.startsWith('421') && (await reset(session));
  return { kind: 'refused', failure: replyFailure(reply, 'dot'), refused, reusable };
}

/** In the midst of the message: what follows on this connection is still part of it. */
function answeredEarly(reply: string, { refused }: Progress): TransactionResult {
  const failure = reply.startsWith('2') ? confirmedTooSoon : replyFailure(reply, 'data');
  return { kind: 'refused', failure, refused, reusable: false };
}

/** What a server says before it has the whole mail confirms nothing. */
const confirmedTooSoon: SmtpFailure = {
  stage: 'data',
  reply: null,
  networkCode: 'EPROTOCOL',
  message: 'the server confirmed the mail before it was complete',
};

/** Makes the connection fit for another transaction after a refusal; false: it is not. */
async function reset(session: SmtpSession): Promise<boolean> {
  session.say(['RSET']);
  return session.hear(stepTimeoutMs).then(
    (reply) => reply.startsWith('2'),
    () => false,
  );
}
