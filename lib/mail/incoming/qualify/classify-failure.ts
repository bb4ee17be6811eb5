import type { BounceAction, BouncedRecipient } from '#lib/mail/incoming/qualify/bounce.ts';
import {
  FULL,
  LOCAL_TROUBLE,
  NO_HOST,
  NO_USER,
  POLICY,
  SENDER,
  SUSPENDED,
} from '#lib/mail/incoming/qualify/failure-words.ts';

/** What is known about one failed recipient. */
export interface FailureFacts {
  action: BounceAction;
  status: string | null;
  diagnostic: string;
  /** human text of the whole report, used where the diagnostic decides nothing */
  context: string;
}

type Failure = Pick<BouncedRecipient, 'kind' | 'permanence'>;

/** The first enhanced status code (RFC 3463) in a text; a version or IP number is none. */
export function enhancedStatus(text: string): string | null {
  return /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d]|\.\d)/.exec(text)?.[1] ?? null;
}

/** The first code of a failure: in a transcript the commands before it succeeded with 2.x.x. */
export function failureStatus(text: string): string | null {
  return /(?:^|[^\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d]|\.\d)/.exec(text)?.[1] ?? null;
}

/**
 * What the remote server said, out of the sentence another mail system wraps around it: `5.1.0 - Unknown address error
 * 550-'5.7.1 Access denied'` is the remote's 5.7.1, the words before it are the wrapper's guess.
 */
export function remoteWords(diagnostic: string): string {
  return /\d\.\d\.\d - [\w ]{3,60} \d{3}-['"]([^\n]{8,2000})['"]/.exec(diagnostic)?.[1] ?? diagnostic;
}

/**
 * Whether the address is unusable (hard) or the delivery failed or waits for another reason (soft), and whether the
 * failure is permanent; none where the mail arrived. Words come before codes, because servers put 5.1.1 and 5.7.1 on anything; about mailbox, sender and
 * policy before codes alone.
 */
export function classifyFailure(facts: FailureFacts): Failure {
  // still being tried: whatever the reason, it says nothing final about the address
  if (facts.action === 'delayed') return { kind: 'soft', permanence: 'temporary' };
  if (facts.action !== 'failed') return { kind: 'none', permanence: 'none' };
  return { kind: kindOf(facts), permanence: permanenceOf(facts) };
}

const HARD_STATUS = /^5\.(?:1\.(?:[0-3]|6|10)|2\.1|4\.4)$/;

function kindOf({ status, diagnostic, context }: FailureFacts): 'hard' | 'soft' {
  const words = kindOfWords(bareWords(diagnostic), status);
  const code = status && !/^[45]\.0\.0$/.test(status) ? status : null;
  if (words === 'hard' && !isAboutAddress(code) && isReplyToContent(context)) return 'soft';
  if (words) return words;
  if (code && HARD_STATUS.test(code)) return 'hard';
  if (code && !/^5\.[05]\.0$/.test(code)) return 'soft';
  return kindOfWords(bareWords(context), status) ?? 'soft';
}

/** x.1.x is about the address (RFC 3463 section 3.2). */
function isAboutAddress(code: string | null): boolean {
  return /^[45]\.1\./.test(code ?? '');
}

/**
 * A server that took the address at RCPT and says "user unknown" only after it has read the mail is a filter in disguise, as
 * telephone companies run them. A transcript that goes on with 503 was pipelined: there the refusal came before.
 */
function isReplyToContent(context: string): boolean {
  if (/in reply to end of data|after end of data/i.test(context)) return true;
  return />>> DATA\s+<<< 5\d\d/.test(context) && !/<<< (?:503|554 \S* ?no valid)/i.test(context);
}

const SAYS_NO_USER =
  /user[ _]?unknown|unknown (?:user|recipient)|no such (?:user|recipient|mailbox)|does not accept (?:any )?e?mail/i;

function kindOfWords(text: string, status: string | null): 'hard' | 'soft' | null {
  if (text === '') return null;
  if (FULL.test(text) || LOCAL_TROUBLE.test(text)) return 'soft';
  const aboutSender = SENDER.test(text);
  // x.7.x is about policy and security: a host, a domain or an address in its words is the sender's
  if (/^[45]\.7\./.test(status ?? '')) return SAYS_NO_USER.test(text) && !aboutSender ? 'hard' : 'soft';
  if (!aboutSender && NO_USER.test(text)) return 'hard';
  // a name that cannot be found for the moment is no proof that the domain is gone
  if (!aboutSender && NO_HOST.test(text)) return status?.startsWith('4') ? 'soft' : 'hard';
  return aboutSender || SUSPENDED.test(text) || POLICY.test(text) ? 'soft' : null;
}

function permanenceOf({ status, diagnostic, context }: FailureFacts): 'permanent' | 'temporary' {
  const code = status ?? replyCode(diagnostic) ?? replyCode(context);
  if (code?.startsWith('4')) return 'temporary';
  if (code?.startsWith('5')) return 'permanent';
  const words = bareWords(`${diagnostic}\n${context}`);
  return /retry time|timed out|expired|too long in|in the queue too long|temporar/i.test(words)
    ? 'temporary'
    : 'permanent';
}

/** An SMTP reply code at the start of a line or behind the words that announce one. */
function replyCode(text: string): string | null {
  return /(?:^|said: ?|[\n:;] *|\()([45]\d\d)[ -]/i.exec(text)?.[1] ?? null;
}

/** `full@...` and `no-spam@...` are names, not reasons; an apostrophe is one however it is set. */
function bareWords(text: string): string {
  return text.replace(/[^\s<>@"'()]{1,64}@[^\s<>@"'(),;]{1,255}/g, '@').replaceAll('’', "'");
}
