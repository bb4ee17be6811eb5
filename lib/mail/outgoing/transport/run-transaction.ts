import { isAscii } from 'node:buffer';
import { Readable } from 'node:stream';
import type { DeliveryStage } from '#lib/core/enumerations.ts';
import { AppError } from '#lib/core/errors.ts';
import type { OpenConnection } from '#lib/mail/outgoing/transport/open-connection.ts';
import { readSmtpFailure, type SmtpFailure } from '#lib/mail/outgoing/transport/smtp-failure.ts';

/** A command or the message itself must be answered within this time; only the final dot has longer. */
const stepTimeoutMs = 120_000;

export interface TransactionInput {
  connection: OpenConnection;
  /** Empty for `MAIL FROM:<>`. */
  envelopeFrom: string;
  /** Each once, with ASCII domains; letters beyond ASCII before the @ only where the server has SMTPUTF8. */
  recipients: string[];
  raw: Buffer;
  /**
   * Commits that the server may have the mail from now on. Called while the message travels; the final dot waits for
   * it. False: the deliveries are no longer ours, nothing must be sent.
   */
  commitIntent: () => Promise<boolean>;
}

export interface RefusedRecipient {
  recipient: string;
  failure: SmtpFailure;
}

export type TransactionResult =
  /** The server has taken the mail for `accepted`. */
  | { kind: 'accepted'; reply: string; accepted: string[]; refused: RefusedRecipient[]; reusable: boolean }
  /** Nobody gets it by this transaction. */
  | { kind: 'refused'; failure: SmtpFailure; refused: RefusedRecipient[]; reusable: boolean }
  /** The dot went out and no reply came back: the server may have the mail, or not. */
  | { kind: 'unknown'; failure: SmtpFailure; refused: RefusedRecipient[] }
  /** The deliveries were taken from us before the dot: the server has nothing. */
  | { kind: 'withdrawn' };

interface SendError extends Error {
  response?: string;
  recipient?: string;
  rejectedErrors?: SendError[];
}

const withdrawal = new AppError('conflict', 'the deliveries belong to another worker by now');

/**
 * One SMTP transaction: MAIL FROM, RCPT TO for each, DATA, message, intent, dot, reply. Follows the dialogue stage by
 * stage, so that after any failure it is known whether the server can have the mail.
 */
export async function runTransaction(input: TransactionInput): Promise<TransactionResult> {
  const { smtp } = input.connection;
  const watch = watchStages(input);
  const envelope: Envelope = {
    from: input.envelopeFrom,
    to: input.recipients,
    size: input.raw.length,
    use8BitMime: !isAscii(input.raw),
  };
  if (envelope.use8BitMime && !isAscii(headersOf(input.raw))) askForUtf8(smtp);
  const answer = await new Promise<{ error: SendError } | { info: SendInfo }>((resolve) => {
    const onError = (error: SendError) => resolve({ error });
    smtp.once('error', onError);
    watch.onTimeout(() =>
      onError(Object.assign(new Error('the server did not answer in time'), { code: 'ETIMEDOUT' })),
    );
    smtp.send(envelope, watch.message, (error, info) => {
      smtp.removeListener('error', onError);
      resolve(error ? { error } : { info: info as SendInfo });
    });
  });
  watch.end();
  if ('info' in answer && watch.stage() === 'dot') return accepted(answer.info);
  if (watch.withdrawn()) return { kind: 'withdrawn' };
  const refused = refusedBefore(envelope);
  if ('info' in answer) return failed(input, confirmedTooSoon(), { stage: 'data', refused });
  return failed(input, answer.error, { stage: watch.stage(), refused });
}

/** What a server says before it has the whole mail confirms nothing. */
function confirmedTooSoon(): SendError {
  return Object.assign(new Error('the server confirmed the mail before it was complete'), { code: 'EPROTOCOL' });
}

interface Envelope {
  from: string;
  to: string[];
  size: number;
  use8BitMime: boolean;
  /** Both are kept here by nodemailer. */
  rejectedErrors?: SendError[];
  mailError?: SendError;
}

/**
 * Recipients refused before the transaction failed as a whole. With pipelining a refused sender gets every recipient
 * refused as well, as out of sequence: that says nothing about them.
 */
function refusedBefore({ rejectedErrors = [], mailError }: Envelope): SendError[] {
  return mailError ? [] : rejectedErrors;
}

function headersOf(raw: Buffer): Buffer {
  const end = raw.indexOf('\r\n\r\n');
  return end < 0 ? raw : raw.subarray(0, end);
}

/**
 * Headers in UTF-8 need SMTPUTF8 as well (RFC 6531 section 3.4); nodemailer asks for it only where the envelope does. The
 * next command, which is MAIL FROM, gets the word where it has not got it.
 */
function askForUtf8(connection: OpenConnection['smtp']): void {
  const smtp = connection as unknown as { _supportedExtensions: string[]; _sendCommand?: SendCommand };
  const send = smtp._sendCommand;
  if (!send || !smtp._supportedExtensions.includes('SMTPUTF8')) return;
  smtp._sendCommand = (command, shown) => {
    delete smtp._sendCommand;
    send.call(smtp, / SMTPUTF8\b/.test(command) ? command : `${command} SMTPUTF8`, shown);
  };
}

type SendCommand = (command: string, shown?: string) => void;

interface SendInfo {
  response: string;
  accepted: string[];
  rejectedErrors?: SendError[] | undefined;
}

function accepted(info: SendInfo): TransactionResult {
  const refused = refusedOf(info.rejectedErrors);
  return { kind: 'accepted', reply: info.response, accepted: info.accepted, refused, reusable: true };
}

/** Who was refused at RCPT has his own answer: what became of the mail afterwards does not concern him. */
async function failed(
  input: TransactionInput,
  error: SendError,
  { stage, refused: known }: { stage: DeliveryStage; refused: SendError[] },
): Promise<TransactionResult> {
  const failure = readSmtpFailure(error, stage);
  const refused = refusedOf(error.rejectedErrors ?? known);
  if (stage === 'dot' && failure.reply === null) return { kind: 'unknown', failure, refused };
  // An answer in the midst of the message: what follows on this connection is still part of it.
  const isIdle = stage === 'rcpt' || stage === 'dot';
  const mayReset = isIdle && failure.reply !== null && !failure.reply.startsWith('421');
  const reusable = mayReset && (await reset(input.connection));
  return { kind: 'refused', failure, refused, reusable };
}

function refusedOf(errors: SendError[] = []): RefusedRecipient[] {
  return errors.map((error) => ({ recipient: error.recipient ?? '', failure: readSmtpFailure(error, 'rcpt') }));
}

function reset({ smtp }: OpenConnection): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), 10_000);
    const answer = (ok: boolean) => {
      clearTimeout(timer);
      resolve(ok);
    };
    const onError = () => answer(false);
    smtp.once('error', onError);
    smtp.reset((error) => {
      smtp.removeListener('error', onError);
      answer(!error);
    });
  });
}

/** Bytes handed to the socket at a time: once the last piece is asked beyond, hardly more than this is still under way. */
const pieceSize = 65_536;

/** The message as a stream that tells where the dialogue is: read from the 354 on, ended only after the intent. */
function watchStages({ raw, commitIntent, connection }: TransactionInput) {
  let stage: DeliveryStage = 'mail';
  let offset = 0;
  let gone = false;
  let timer: NodeJS.Timeout | undefined;
  let whenLate: () => void = () => undefined;
  const arm = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      whenLate();
      connection.smtp.close();
    }, stepTimeoutMs);
  };
  const message = new Readable({
    read() {
      if (stage === 'mail') stage = 'data';
      if (stage !== 'data') return;
      arm();
      if (offset < raw.length) {
        offset += pieceSize;
        this.push(raw.subarray(offset - pieceSize, offset));
        return;
      }
      stage = 'intent';
      void finish(this);
    },
  });
  const finish = async (source: Readable) => {
    // An intent that may not have been committed counts as none: without a dot the server has nothing.
    const ours = await commitIntent().catch(() => false);
    if (source.destroyed) return;
    gone = !ours;
    if (gone) {
      source.destroy(withdrawal);
      return;
    }
    clearTimeout(timer);
    stage = 'dot';
    source.push(null);
  };
  arm();
  return {
    message,
    stage: () => (stage === 'mail' ? 'rcpt' : stage),
    withdrawn: () => gone,
    onTimeout: (act: () => void) => {
      whenLate = act;
    },
    // A server that has answered already gets no dot any more: it might take the mail after all.
    end: () => {
      clearTimeout(timer);
      if (stage !== 'dot') message.destroy();
    },
  };
}
