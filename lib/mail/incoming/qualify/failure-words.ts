import * as abroad from '#lib/mail/incoming/qualify/failure-words-abroad.ts';

/**
 * What mail systems say about a failed delivery, by what it means for the address. English is the language of SMTP
 * replies; the other languages come from providers that translate them. `.` and line ends bound each pattern, so that
 * words of two sentences never meet.
 */
function words(...patterns: RegExp[]): RegExp {
  return new RegExp(patterns.map((pattern) => `(?:${pattern.source})`).join('|'), 'iu');
}

/** The mailbox has no room, or the mail is too large for it. */
export const FULL = words(
  /(?:mail ?box|mail ?folder|mail ?file|inbox|account|quota|storage|disk)[^.\n]{0,50}\b(?:full|exceed\w*|over\w*|insufficient)/,
  /\b(?:over|out of|exceed\w*|insufficient|not enough|no more)[^.\n]{0,40}(?:quota|storage|disk space|space|mailbox)/,
  /mailbox full|too many messages|exceeded the local limit|quota ?exceeded|too (?:large|big)|(?:size|limit)\b[^.\n]{0,20}\bexceed/,
  /message size exceeds|exceeds? (?:the )?(?:fixed |maximum |allowed )?(?:message )?(?:size|limit)/,
  abroad.FULL,
);

/** The sender or his host is refused, so that what is unknown or invalid is not the recipient. */
export const SENDER = words(
  /sender (?:address |domain |verify |verification |denied|rejected)|(?:rejected|invalid|unroutable|unknown|unverified) sender/,
  /sender['’]?s? (?:domain|address) (?:does not|not|must|was)|envelope (?:sender|from)/,
  /your (?:domain|address|host|server|ip)\b[^.\n]{0,40}(?:does not|not|invalid|reject|block)|helo|invalid domain name/,
  // the command as the reason, not its line in a transcript
  /mail ?from(?! ?:)|after (?:pipelined )?mail from/,
);

/** A filing program or the machine failed, whatever it could not find while doing so. */
export const LOCAL_TROUBLE = words(
  /(?:could ?n[o']t|cannot|can't|unable to) (?:create|open|write|lock|append)\b|command (?:died|failed|output)|malformed or unexpected name server reply/,
  /(?:not found|no such host),? try again|server failure|servfail|temporary (?:lookup|name server|dns|resolution) (?:failure|error)/,
);

/** The account exists and may come back: its owner or provider has stopped it for a while. */
export const SUSPENDED = words(
  /(?:mail ?box|account|user|recipient|address)[^.\n]{0,40}\b(?:suspended|frozen|locked|on hold|temporar\w+ (?:disabled|inactive|unavailable|blocked))/,
  /temporar\w+ (?:disabled|suspended|locked)/,
);

/** Nobody is at this address. */
export const NO_USER = words(
  /user[ _]?(?:is )?(?:unknown|not found|invalid)|unknown (?:or [\w ]{1,20})?(?:user|recipient|address|mailbox|local|account|alias)|\bno such (?:user|recipient|mailbox|address|person|account|local|name|alias)/,
  /no (?:mailbox|user|account|recipient)s? (?:here|found|by|with|named|exists?)|no valid recipients?\b/,
  /(?:user|mailbox|recipient|account|address|local part|name)\b[^\n]{0,60}?(?:not found|does ?n[o']?t exist|do(?:es)? not exist|doesn.t have|is unknown|unavailable or not|not listed|no longer|not (?:a )?valid|(?<!temporarily )disabled|deactivated|inactive|is invalid|not exist|nonexist\w*|non-exist\w*|not known|not recogni[sz]ed|couldn.t be found|could not be found|wasn.t found|was not found|has been (?:closed|disabled|removed|deleted)|(?:is|was) (?:closed|deleted|terminated|expired|removed))/,
  /invalid (?:or [\w ]{1,20})?(?:recipient|mailbox|user|address|final delivery)|bad (?:destination mailbox|address|recipient)|recipient (?:not found|unknown|is not|does not)/,
  /recipnotfound|recipientnotfound|resolver\.adr|not our customer|unrouteable|unroutable address|(?<!temporarily )disabled (?:account|user|mailbox|recipient)|has moved|is no longer (?:with|employed|working)/,
  /mailbox (?:unavailable|not found|unknown|disabled|closed|does)|user doesn.t|can.t (?:find|verify) (?:user|recipient)|address(?:ee)? unknown|permanently (?:deactivated|disabled)/,
  /recipient address rejected: access denied|recipient email address is possibly incorrect|not (?:a )?(?:known|local|existing) (?:user|recipient|mailbox|address)/,
  abroad.NO_USER,
);

/** There is no such host or domain, or it takes no mail at all (RFC 7505). */
export const NO_HOST = words(
  /host (?:or domain name )?(?:not found|unknown)|host \S+ not found|unknown (?:host|domain)|(?:domain|host)\b[^\n]{0,50}(?:not found|does ?n[o']?t exist|not exist|not (?:appear to be )?registered|unknown|invalid|no longer)/,
  /no such (?:domain|host)|nxdomain|name or service not known|(?:^|\b)(?:521|556)[ -]/,
  /(?:couldn.t|could not|cannot|unable to|can.t) (?:find|resolve|look ?up|locate)[^\n]{0,60}(?:host|exchanger|domain|mx)|dns (?:lookup failure|error|fail)|bad destination system/,
  /null ?mx|does not accept (?:any )?(?:e?mail|messages)|no (?:valid )?(?:mx|mail exchanger|mail server)|illegal host|domain (?:is )?not (?:found|valid)/,
  abroad.NO_HOST,
);

/** Refused or held up for a reason that says nothing about the address. */
export const POLICY = words(
  /spam|junk|\bblock|block ?list|blacklist|black.?listed|banned|\brbl\b|dnsbl|spamhaus|reputation|dmarc|\bspf\b|dkim|authenticat|reverse dns|\bptr\b|rdns/,
  /polic(?:y|ies)|prohibit(?:ed|ion)|virus|malware|attachment|content|relay|grey ?list|gr[ae]ylist|rate limit|too many|throttl|deferred|access denied|denied/,
  /not (?:allowed|authori[sz]ed|permitted|accepted)|permission|security|\btls\b|expired|too long|timed? ?out|timeout|retry|unable to connect|connection|refused/,
  /routing loop|mail loop|too many hops|temporar|try again|resources|system error|configuration|out of memory|daemon/,
  abroad.POLICY,
);
