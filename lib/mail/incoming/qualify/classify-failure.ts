import type { BounceAction, BouncedRecipient } from '#lib/mail/incoming/qualify/bounce.ts';

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

const FULL =
  /(?:mail ?box|mail ?folder|inbox|account|quota|storage|disk)[^.\n]{0,50}\b(?:full|exceed\w*|over\w*|insufficient)|\b(?:over|out of|exceed\w*|insufficient)[^.\n]{0,40}(?:quota|storage|disk space|mailbox)|mailbox full|too many messages|exceeded the local limit|quota ?exceeded|too (?:large|big)|message size exceeds|exceeds? (?:the )?(?:fixed |maximum )?(?:message )?(?:size|limit)/i;
const SENDER =
  /sender (?:address |domain |verify |verification |denied|rejected)|(?:rejected|invalid|unroutable|unknown|unverified) sender|sender['’]?s? (?:domain|address) (?:does not|not|must|was)|envelope (?:sender|from)|your (?:domain|address|host|server|ip)\b[^.\n]{0,40}(?:does not|not|invalid|reject|block)|helo|invalid domain name|mail from/i;
const NO_USER =
  /user[ _]?(?:is )?(?:unknown|not found|invalid)|unknown (?:user|recipient|address|mailbox|local|account)|\bno such (?:user|recipient|mailbox|address|person|account|local)|no (?:mailbox|user|account|recipient)s? (?:here |found|by|with|named|exists?)|(?:user|mailbox|recipient|account|address|local part)\b[^\n]{0,60}?(?:not found|does ?n[o']?t exist|do(?:es)? not exist|doesn.t have|is unknown|unavailable or not|not listed|no longer|not (?:a )?valid|is disabled|disabled|deactivated|inactive|is invalid|not exist|nonexist\w*|not known|couldn.t be found|could not be found|wasn.t found|has been (?:closed|suspended|disabled|removed))|invalid (?:recipient|mailbox|user|address|final delivery)|bad (?:destination mailbox|address)|recipient (?:not found|unknown|is not|does not)|recipnotfound|resolver\.adr|not our customer|unrouteable|unroutable address|disabled (?:account|user|mailbox)|has moved|mailbox (?:unavailable|not found|unknown|disabled)|user doesn.t|can.t (?:find|verify) (?:user|recipient)|address(?:ee)? unknown|permanently (?:deactivated|disabled)|recipient address rejected: access denied|recipient email address is possibly incorrect/i;
const NO_HOST =
  /host (?:or domain name )?(?:not found|unknown)|host \S+ not found|unknown host|(?:domain|host)\b[^\n]{0,50}(?:not found|does ?n[o']?t exist|not exist|unknown|invalid|no longer)|no such (?:domain|host)|nxdomain|name or service not known|(?:^|\b)(?:521|556)[ -]|(?:couldn.t|could not|cannot|unable to) (?:find|resolve|look ?up)[^\n]{0,60}(?:host|exchanger|domain|mx)|dns (?:lookup failure|error)|bad destination system|null ?mx|does not accept (?:any )?(?:e?mail|messages)|no (?:valid )?(?:mx|mail exchanger)|illegal host|domain (?:is )?not (?:found|valid)/i;
const POLICY =
  /spam|junk|\bblock|block ?list|blacklist|black.?listed|banned|\brbl\b|dnsbl|spamhaus|reputation|dmarc|\bspf\b|dkim|authenticat|reverse dns|\bptr\b|rdns|polic(?:y|ies)|prohibited|virus|malware|attachment|content|relay|grey ?list|gr[ae]ylist|rate limit|too many|throttl|deferred|access denied|not (?:allowed|authori[sz]ed|permitted|accepted)|permission|security|\btls\b|expired|too long|timed? ?out|timeout|retry|unable to connect|connection|refused|routing loop|too many hops|temporar|try again|resources|system error|configuration|out of memory|daemon/i;
const HARD_STATUS = /^5\.(?:1\.(?:[0-3]|6|10)|2\.1|4\.4)$/;

function kindOf({ status, diagnostic, context }: FailureFacts): 'hard' | 'soft' {
  const words = kindOfWords(diagnostic, status);
  const code = status && !/^[45]\.0\.0$/.test(status) ? status : null;
  if (words) return words;
  if (code && HARD_STATUS.test(code)) return 'hard';
  if (code && !/^5\.[05]\.0$/.test(code)) return 'soft';
  return kindOfWords(context, status) ?? 'soft';
}

const SAYS_NO_USER =
  /user[ _]?unknown|unknown (?:user|recipient)|no such (?:user|recipient|mailbox)|does not accept (?:any )?e?mail/i;

function kindOfWords(text: string, status: string | null): 'hard' | 'soft' | null {
  if (text === '') return null;
  if (FULL.test(text)) return 'soft';
  const aboutSender = SENDER.test(text);
  // x.7.x is about policy and security: a host, a domain or an address in its words is the sender's
  if (/^[45]\.7\./.test(status ?? '')) return SAYS_NO_USER.test(text) && !aboutSender ? 'hard' : 'soft';
  if (!aboutSender && NO_USER.test(text)) return 'hard';
  // a name that cannot be found for the moment is no proof that the domain is gone
  if (!aboutSender && NO_HOST.test(text)) return status?.startsWith('4') ? 'soft' : 'hard';
  return aboutSender || POLICY.test(text) ? 'soft' : null;
}

function permanenceOf({ status, diagnostic, context }: FailureFacts): 'permanent' | 'temporary' {
  const code = status ?? replyCode(diagnostic) ?? replyCode(context);
  if (code?.startsWith('4')) return 'temporary';
  if (code?.startsWith('5')) return 'permanent';
  const words = `${diagnostic}\n${context}`;
  return /retry time|timed out|expired|too long in|in the queue too long|temporar/i.test(words)
    ? 'temporary'
    : 'permanent';
}

/** An SMTP reply code at the start of a line or behind the words that announce one. */
function replyCode(text: string): string | null {
  return /(?:^|said: ?|[\n:;] *|\()([45]\d\d)[ -]/i.exec(text)?.[1] ?? null;
}
