import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';

/**
 * A refusal with its enhanced status code (RFC 3463). smtp-server writes `responseCode` as it is given, and adds an
 * enhanced code of its own, the same for every 550, only to a number it knows.
 */
export class SmtpReply extends Error {
  readonly responseCode: string | number;

  /** @param code 421 also ends the connection */
  constructor(code: `${4 | 5}${number} ${4 | 5}.${number}.${number}` | 421, text: string) {
    super(text);
    this.name = 'SmtpReply';
    this.responseCode = code;
  }
}

/** What the mail server in front of us is told; all but the mail's own faults are worth another try (451). */
export function replyTo(ctx: Ctx, error: unknown): Error {
  if (error instanceof SmtpReply) return error;
  if (error instanceof AppError && error.code === 'too_large') return new SmtpReply('552 5.3.4', error.message);
  if (error instanceof AppError && error.code === 'invalid') return new SmtpReply('550 5.5.2', error.message);
  if (error instanceof AppError && error.code === 'malformed') return new SmtpReply('554 5.6.0', error.message);
  if (hungUp(error)) ctx.log.debug('a mail server hung up in the middle of a mail');
  else ctx.log.warn({ err: error }, 'a mail could not be taken from a mail server; it is asked to try again');
  return new SmtpReply('451 4.3.0', 'It cannot be kept just now; try again later');
}

function hungUp(error: unknown): boolean {
  const { code } = Object(error) as { code?: unknown };
  return code === 'ECONNECTION' || code === 'ERR_STREAM_PREMATURE_CLOSE';
}
