import type { DeliveryStage } from '#lib/core/enumerations.ts';
import { accountReplies } from '#lib/mail/outgoing/verdict/known-account-replies.ts';
import { senderReplies } from '#lib/mail/outgoing/verdict/known-sender-replies.ts';

/** A reply that mail servers are known to give, and what it means. All conditions given must fit. */
export interface KnownReply {
  rule: string;
  stages?: DeliveryStage[];
  codes?: number[];
  enhanced?: RegExp;
  /** On the reply's words, after code and enhanced code. */
  text?: RegExp;
  words: string;
  fix: string;
}

const byItself = 'It is tried again by itself; there is nothing to do.';
const askAddress = 'Check the address with the recipient, correct it, then retry.';

/** The first that fits speaks: providers' own words stand before general codes. */
export const knownReplies: KnownReply[] = [
  ...accountReplies,
  {
    rule: 'greylisted',
    codes: [450, 451, 421],
    text: /gr[ea]y.?list|try again (?:in|after) \d+|temporarily deferred.*\d+ (?:seconds|minutes)/i,
    words: 'The recipient’s server greylists: it lets unknown senders wait once to keep spam out.',
    fix: byItself,
  },
  {
    rule: 'rate-limited',
    text: /unusual rate|unexpected volume|receiving mail at a rate|thread limit exceeded|Throttling failure|temporarily rate limited/i,
    words: 'The server limits how much it takes in a short time.',
    fix: byItself,
  },
  ...senderReplies,
  {
    rule: 'no-reverse-dns',
    enhanced: /^[45]\.7\.25$/,
    words: 'The sending server’s IP address has no matching name in DNS.',
    fix: 'Have a PTR record set for the outgoing server’s address, or send through a provider.',
  },
  {
    rule: 'no-reverse-dns',
    text: /reverse (?:dns|hostname)|cannot find your (?:reverse )?hostname|\bPTR\b/i,
    words: 'The sending server’s IP address has no matching name in DNS.',
    fix: 'Have a PTR record set for the outgoing server’s address, or send through a provider.',
  },
  {
    rule: 'blocklisted',
    text: /spamhaus|spamcop|barracuda|sorbs|proofpoint|\b(?:dns)?rbl\b|dnsbl|block ?list|black ?list|banned send(?:ing IP|er)|not accepted from this IP|S3140|poor reputation/i,
    words: 'The sending server’s IP address stands on a blocklist.',
    fix: 'Ask the list it names to remove the address, or send through another server.',
  },
  {
    rule: 'considered-spam',
    text: /\bspam\b|unsolicited|bulk mail|content rejected|message (?:rejected|refused) due to content|SpamAssassin/i,
    words: 'The recipient’s server took the mail for spam.',
    fix: 'Check SPF, DKIM and DMARC of the From domain, and links and attachments of the mail.',
  },
  {
    rule: 'virus',
    text: /virus|malware|malicious/i,
    words: 'The recipient’s server found something dangerous in the mail.',
    fix: 'Check the attachments; send programs and archives by a link.',
  },
  {
    rule: 'blocked-attachment',
    text: /potential security issue|(?:attachment|file ?type|file extension).{0,40}(?:block|not (?:allowed|permitted|accepted)|prohibited|reject)/i,
    words: 'The recipient’s server does not take this kind of attachment.',
    fix: 'Send the file by a link, or in another format.',
  },
  {
    rule: 'mailbox-full',
    enhanced: /^[45]\.2\.2$/,
    words: 'The recipient’s mailbox is full.',
    fix: 'Tell the recipient by another way, and retry later.',
  },
  {
    rule: 'mailbox-full',
    text: /over ?quota|quota exceeded|mailbox (?:is )?full|insufficient (?:disk|system) ?(?:space|storage)|out of storage/i,
    words: 'The recipient’s mailbox or the server’s disk is full.',
    fix: 'Tell the recipient by another way; temporary refusals are tried again by themselves.',
  },
  {
    rule: 'too-many-recipients',
    enhanced: /^[45]\.5\.3$/,
    words: 'The server takes fewer recipients at a time.',
    fix: 'The others are sent separately, by themselves.',
  },
  {
    rule: 'too-large',
    enhanced: /^5\.(?:3\.4|2\.3)$/,
    words: 'The mail is larger than the server accepts.',
    fix: 'Read the size limit on the form of the outgoing server: larger files of documents then leave as links. Or send smaller ones.',
  },
  {
    rule: 'too-large',
    codes: [552, 523],
    text: /size|large|exceed/i,
    words: 'The mail is larger than the server accepts.',
    fix: 'Read the size limit on the form of the outgoing server: larger files of documents then leave as links. Or send smaller ones.',
  },
  {
    rule: 'mailbox-disabled',
    text: /(?:account|mailbox|user).{0,30}(?:disabled|inactive|suspended|deactivated|locked)|\bdisabled\b.{0,20}(?:account|mailbox)/i,
    words: 'The recipient’s mailbox has been switched off.',
    fix: 'Ask the recipient for another address.',
  },
  {
    rule: 'exchange-recipient-not-found',
    text: /RecipNotFound|RESOLVER\.ADR|Recipient address rejected: Access denied/i,
    words: 'There is no such mailbox at the recipient’s company.',
    fix: askAddress,
  },
  {
    rule: 'exchange-sender-restricted',
    text: /RestrictedRecipient|RESOLVER\.RST|only accepts (?:messages|mail) from/i,
    words: 'The mailbox takes mail only from certain senders.',
    fix: 'Ask the recipient to allow your address, or use another address.',
  },
  {
    rule: 'sender-domain-unknown',
    text: /sender.{0,60}(?:domain )?(?:not found|does not exist|no mx|unresolvable)|invalid DNS MX/i,
    words: 'The recipient’s server cannot find the sender’s domain in DNS.',
    fix: 'Use a From address under a domain that exists and receives mail.',
  },
  {
    rule: 'relay-denied',
    text: /relay(?:ing)?\b.{0,20}\b(?:denied|not permitted|prohibited|access)|unable to relay|not permitted to relay|credentials for relay/i,
    words: 'The server does not pass mail on for us to other domains.',
    fix: 'Sign in on the outgoing server (user name and password), or have this machine allowed to relay.',
  },
  {
    rule: 'sender-not-allowed',
    stages: ['mail'],
    text: /not owned|not (?:allowed|authori[sz]ed|permitted)|sender (?:address )?(?:rejected|refused|verify|denied)|not (?:a )?verified/i,
    words: 'The server does not let us send with this From address.',
    fix: 'Set the From filter of the outgoing server to the addresses and domains it may send for.',
  },
  {
    rule: 'sender-not-allowed',
    text: /sender address rejected: not (?:owned|logged in)/i,
    words: 'The server does not let us send with this From address.',
    fix: 'Set the From filter of the outgoing server to the addresses and domains it may send for.',
  },
  {
    rule: 'sender-unverified',
    text: /sender identity|sender signature|not authorized to perform|not verified|identit(?:y|ies) failed the check/i,
    words: 'The provider wants the From address or its domain to be verified first.',
    fix: 'Verify the domain at the provider, then retry.',
  },
  {
    rule: 'unknown-domain',
    enhanced: /^5\.1\.2$/,
    words: 'The domain of the address does not exist or takes no mail.',
    fix: askAddress,
  },
  {
    rule: 'null-mx',
    enhanced: /^5\.1\.10$/,
    words: 'The domain of the address takes no mail, or does not know the address.',
    fix: askAddress,
  },
  {
    rule: 'unknown-mailbox',
    enhanced: /^5\.1\.1$/,
    words: 'There is no such mailbox.',
    fix: askAddress,
  },
  {
    rule: 'unknown-mailbox',
    codes: [550, 551, 552, 553, 554],
    text: /user unknown|unknown user|no such (?:user|recipient|person|mailbox)|does ?n[o'’]t exist|mailbox (?:not found|unavailable)|unrouteable address|invalid (?:recipient|mailbox)|recipient (?:not found|unknown)/i,
    words: 'There is no such mailbox.',
    fix: askAddress,
  },
  {
    rule: 'bad-address-syntax',
    enhanced: /^5\.1\.3$/,
    words: 'The recipient’s server cannot read the address.',
    fix: askAddress,
  },
  {
    rule: 'rate-limited',
    text: /rate limit|too many (?:messages|connections|mails|concurrent)|sending (?:too )?(?:fast|quickly)|throttl|unusual rate/i,
    words: 'The server limits how much it takes in a short time.',
    fix: byItself,
  },
  {
    rule: 'loop',
    text: /too many hops|mail loop|routing loop/i,
    words: 'The recipient’s servers pass the mail on in a circle.',
    fix: 'Tell the recipient by another way: their forwarding is broken.',
  },
  {
    rule: 'policy',
    enhanced: /^5\.7\.\d+$/,
    words: 'The recipient’s server refused the mail by its own policy.',
    fix: 'Read the server’s words; ask the recipient’s administrator to allow mail from you.',
  },
  {
    rule: 'server-closing',
    codes: [421],
    words: 'The server closed the connection; it is busy or restarting.',
    fix: byItself,
  },
];
