import type { KnownReply } from '#lib/mail/outgoing/verdict/known-replies.ts';

/** Replies about who we say we are: the From domain's proofs, our greeting, the return address. */
export const senderReplies: KnownReply[] = [
  {
    rule: 'dmarc-failed',
    text: /DMARC policy|DMARC verification/i,
    words: 'The From domain’s DMARC policy forbids mail from this server.',
    fix: 'Send From a domain of your own, or set up SPF and DKIM for this one, then retry.',
  },
  {
    rule: 'gmail-unauthenticated',
    enhanced: /^[45]\.7\.(?:26|27|30|40|515)$/,
    words: 'The recipient’s provider takes only mail whose sender is proved by SPF or DKIM.',
    fix: 'Set up SPF and DKIM for the From domain, then retry.',
  },
  {
    rule: 'anti-spoofing',
    text: /anti-?spoof/i,
    words: 'The recipient’s company takes mail that looks like its own only from its own servers.',
    fix: 'Send From a domain of your own, or ask the recipient’s administrator to allow your server.',
  },
  {
    rule: 'helo-refused',
    text: /helo command rejected|invalid (?:helo|ehlo)|(?:helo|ehlo).{0,40}(?:fully.qualified|not resolve|invalid)/i,
    words: 'The server does not accept the name our machine greets it with.',
    fix: 'Give this machine a host name that exists in DNS, or send through a provider.',
  },
  {
    rule: 'sender-verify-failed',
    text: /sender verify|verification failed for/i,
    words: 'The recipient’s server asked whether the From address takes mail, and did not hear yes.',
    fix: 'Use a From address that exists and receives mail; the domain needs an MX record.',
  },
  {
    rule: 'spf-failed',
    text: /\bSPF\b.{0,60}(?:fail|not pass|softfail|reject|did not)|(?:fail|not permitted|not authori[sz]ed).{0,60}\bSPF\b/i,
    words: 'The sender’s domain does not name our mail server in its SPF record.',
    fix: 'Add the server to the SPF record of the From domain, then retry.',
  },
  {
    rule: 'dmarc-failed',
    text: /DMARC/i,
    words: 'The From domain’s DMARC policy forbids mail from this server.',
    fix: 'Send From a domain of your own, or set up SPF and DKIM for this one, then retry.',
  },
  {
    rule: 'dkim-failed',
    text: /DKIM/i,
    words: 'The recipient’s server misses a valid DKIM signature.',
    fix: 'Set up DKIM for the From domain at the outgoing server, then retry.',
  },
];
