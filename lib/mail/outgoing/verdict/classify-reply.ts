import type { FailureType } from '#lib/core/enumerations.ts';
import { readServerHint } from '#lib/mail/outgoing/queue/retry-schedule.ts';
import type { SmtpFailure } from '#lib/mail/outgoing/transport/smtp-failure.ts';

/** Whose fault a refusal is: it decides who pays for it. */
export type Fault =
  /** This address: the other recipients of the mail go on. */
  | 'recipient'
  /** The server or the way to it: its breaker counts, the mail keeps its attempts and waits. */
  | 'server'
  /** This sender on this server: all mail of the pair waits. */
  | 'from'
  /** What the mail holds: every recipient of the transaction fails. */
  | 'message';

export interface Classification {
  fault: Fault;
  /** `wait` spends no attempt; `split` = the rest goes in another transaction, now. */
  next: 'defer' | 'fail' | 'wait' | 'split';
  failureType: FailureType;
  /** The server will not take anything from us: the breaker opens at the first time. */
  opensBreaker: boolean;
  /** Milliseconds the server asked us to wait. */
  hint: number | null;
}

/** Reply codes of a server that wants us to sign in, or refuses how we do (RFC 4954 section 6). */
const signInCodes = new Set([530, 534, 535, 538]);

/**
 * Decides what a refusal means (RFC 5321 section 4.2, RFC 3463, RFC 4954): by where it came and what the server said.
 * A lost connection after the dot is no refusal and does not come here.
 */
export function classifyReply(failure: SmtpFailure): Classification {
  const { code, enhanced, text } = readReply(failure.reply);
  const base = { opensBreaker: false, hint: failure.reply ? readServerHint(failure.reply) : null };
  const verdict = (fault: Fault, next: Classification['next'], failureType: FailureType): Classification => ({
    ...base,
    fault,
    next,
    failureType,
  });
  // Only somebody who connects the account again, or mends the registration, can help.
  if (failure.networkCode === 'EOAUTHENDED') return { ...verdict('server', 'wait', 'mail_smtp'), opensBreaker: true };
  if (code === null) return withoutReply(failure, verdict);
  if (signInCodes.has(code) || failure.stage === 'auth') {
    return { ...verdict('server', 'wait', 'mail_smtp'), opensBreaker: code >= 500 };
  }
  if (code === 421 || ['connect', 'tls'].includes(failure.stage)) return verdict('server', 'wait', 'mail_smtp');
  if (isTooLarge(code, enhanced, text, failure.stage)) return verdict('message', 'fail', 'too_large');
  if (failure.stage === 'mail') {
    return code >= 500 ? verdict('from', 'wait', 'mail_from_invalid') : verdict('message', 'defer', 'mail_smtp');
  }
  if (failure.stage === 'rcpt') return recipientVerdict(code, enhanced, text, verdict);
  return code >= 500 ? verdict('message', 'fail', 'rejected') : verdict('message', 'defer', 'mail_smtp');
}

type Verdict = (fault: Fault, next: Classification['next'], failureType: FailureType) => Classification;

/**
 * The connection broke or nobody answered. While the message travels that may be the message's own doing (a filter that
 * hangs up): there it costs an attempt, or it would be tried for ever.
 */
function withoutReply({ stage, networkCode }: SmtpFailure, verdict: Verdict): Classification {
  if (networkCode === 'EMESSAGE') return verdict('message', 'fail', 'too_large');
  if (networkCode === 'EUTF8') return verdict('recipient', 'fail', 'mail_email_invalid');
  if (networkCode === 'EUTF8SENDER') return verdict('message', 'fail', 'mail_from_invalid');
  if (networkCode === 'EENVELOPE') return verdict('recipient', 'fail', 'mail_email_invalid');
  return stage === 'data' ? verdict('message', 'defer', 'mail_smtp') : verdict('server', 'wait', 'mail_smtp');
}

function recipientVerdict(code: number, enhanced: string | null, text: string, verdict: Verdict): Classification {
  // RFC 3463 X.5.3, and the older servers that say 452 without it: the rest goes in another transaction.
  if (code === 452 && (enhanced === '4.5.3' || /too many (?:recipients|rcpt)/i.test(text))) {
    return verdict('recipient', 'split', 'mail_smtp');
  }
  if (code < 500) return verdict('recipient', 'defer', 'mail_smtp');
  if (
    /relay(?:ing)?\b.{0,20}\b(?:denied|not permitted|prohibited|access)|not permitted to relay|unable to relay/i.test(
      text,
    )
  ) {
    return verdict('from', 'wait', 'mail_smtp');
  }
  return verdict('recipient', 'fail', isUnknownAddress(code, enhanced, text) ? 'mail_email_invalid' : 'rejected');
}

/** 5.1.1-5.1.3, 5.1.6, 5.1.10: no such mailbox, domain or syntax. Servers without enhanced codes say it in words. */
function isUnknownAddress(code: number, enhanced: string | null, text: string): boolean {
  if (enhanced) return /^5\.1\.(1|2|3|6|10)$/.test(enhanced) || (enhanced === '5.0.0' && soundsUnknown(text));
  return code === 553 || (code === 550 && (soundsUnknown(text) || !/spam|block|policy|list|reject|denied/i.test(text)));
}

function soundsUnknown(text: string): boolean {
  return /unknown|no such|not (?:found|exist)|does ?n[o']t exist|invalid|no mailbox|unavailable|unrout/i.test(text);
}

function isTooLarge(code: number, enhanced: string | null, text: string, stage: string): boolean {
  if (enhanced === '5.3.4' || enhanced === '5.2.3') return true;
  if (code === 523) return true;
  // 552 is also "mailbox full" (RFC 5321 4.2.3): at RCPT, and where it says so.
  return (
    code === 552 && stage !== 'rcpt' && !/quota|full|storage/i.test(text) && !/^5\.(?:2\.2|7\.)/.test(enhanced ?? '')
  );
}

/** Takes a reply apart: code, enhanced code (RFC 3463) and the words of all its lines; `code` null where it is none. */
export function readReply(reply: string | null): { code: number | null; enhanced: string | null; text: string } {
  const [, code, enhanced, text] =
    /^(\d{3})[ -]?(?:([245]\.\d{1,3}\.\d{1,3})\b)?[ ]?([\s\S]*)$/.exec(reply ?? '') ?? [];
  return { code: code ? Number(code) : null, enhanced: enhanced ?? null, text: joinLines(text ?? '') };
}

/** Every line of a reply repeats the codes (RFC 5321 section 4.2.1); they stand in the middle of its sentences. */
function joinLines(text: string): string {
  return text.replace(/\s*\r?\n\d{3}[ -](?:[245]\.\d{1,3}\.\d{1,3}\b)?\s*/g, ' ');
}
