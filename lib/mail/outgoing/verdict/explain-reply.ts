import type { SmtpFailure } from '#lib/mail/outgoing/transport/smtp-failure.ts';
import { readReply } from '#lib/mail/outgoing/verdict/classify-reply.ts';
import { explainSignIn } from '#lib/mail/outgoing/verdict/explain-sign-in.ts';
import { type KnownReply, knownReplies } from '#lib/mail/outgoing/verdict/known-replies.ts';
import { explainNetworkError } from '#lib/mail/outgoing/verdict/network-errors.ts';

/** A refusal in plain words. */
export interface ReplyExplanation {
  /** Which entry of the table spoke, e.g. `gmail-app-password`; groups failures by cause. */
  rule: string;
  /** What happened. */
  words: string;
  /** What to do. */
  fix: string;
}

/** Puts a refusal into plain words: the first entry of the table that fits, else by the enhanced code's class. */
export function explainReply(failure: SmtpFailure): ReplyExplanation {
  const signIn = failure.oauth ? explainSignIn(failure) : null;
  if (signIn) return signIn;
  if (failure.reply === null) return explainNetworkError(failure);
  const { code, enhanced, text } = readReply(failure.reply);
  const known = knownReplies.find((entry) => fits(entry, failure, code ?? 0, enhanced, text));
  if (known) return { rule: known.rule, words: known.words, fix: known.fix };
  return byClass(code ?? 0, failure.stage);
}

/** The sentence kept with the delivery: whom it is about, the server's words, what they mean, what to do. */
export function reasonFor(failure: SmtpFailure, server: { host: string }, recipient: string | null): string {
  const { words, fix } = explainReply(failure);
  const about = recipient ? `the address ${recipient}` : 'the mail';
  if (failure.reply === null) return `${server.host}: ${words} ${fix}`;
  const quoted = failure.reply.replace(/\s+/g, ' ').slice(0, 300).replace(/\.$/, '');
  const verb = failure.reply.startsWith('4') ? 'put off' : 'refused';
  return `${server.host} ${verb} ${about} (${quoted}). ${words} ${fix}`;
}

function fits(entry: KnownReply, failure: SmtpFailure, code: number, enhanced: string | null, text: string): boolean {
  if (entry.stages && !entry.stages.includes(failure.stage)) return false;
  if (entry.codes && !entry.codes.includes(code)) return false;
  if (entry.enhanced && !entry.enhanced.test(enhanced ?? '')) return false;
  return entry.text ? entry.text.test(text) : true;
}

function byClass(code: number, stage: string): ReplyExplanation {
  if (code < 500) {
    return { rule: 'temporary', words: 'The server cannot take it just now.', fix: 'It is tried again by itself.' };
  }
  if (stage === 'rcpt') {
    return {
      rule: 'recipient-refused',
      words: 'The recipient’s server does not accept mail for this address.',
      fix: 'Check the address with the recipient, then retry.',
    };
  }
  return {
    rule: 'refused',
    words: 'The server refused it for good.',
    fix: 'Read the server’s words; change what they name, then retry.',
  };
}
