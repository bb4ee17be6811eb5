import { escapeHtml, isEmptyHtml, textToHtml } from '#lib/mail/message/html.ts';
import { sanitizeMailHtml } from '#lib/mail/message/sanitize-html.ts';
import type { AnswerKind } from '../route/decision.ts';

export interface AnswerFacts {
  kind: AnswerKind;
  subject: string;
  /** What the alias says instead of our own words; null or visually empty: nothing. */
  bouncedContent: string | null;
  /** The alias, or the address that was written to. */
  address: string;
  reason: string;
  /** What the sender wrote. */
  text: string;
}

/** Quoting more than this helps nobody recognise his mail. */
const quotedLength = 2000;

/** The words of an automatic answer: what happened to the mail, why, what to do. Pure. */
export function composeAnswer(facts: AnswerFacts): { subject: string; html: string } {
  const subject = `Re: ${facts.subject.replace(/^\s*re:\s*/i, '')}`.slice(0, 500);
  const own = facts.kind === 'bounce_policy' && !isEmptyHtml(facts.bouncedContent) ? facts.bouncedContent : null;
  const words = own === null ? `<p>Hello,</p>${explain(facts)}` : sanitizeMailHtml(own, { allowRemoteImages: false });
  const quoted = facts.text.slice(0, quotedLength);
  return { subject, html: quoted ? `${words}<blockquote>${textToHtml(quoted)}</blockquote>` : words };
}

function explain({ kind, address, reason }: AnswerFacts): string {
  const shown = `<b>${escapeHtml(address)}</b>`;
  switch (kind) {
    case 'bounce_policy':
      return `<p>Your message to ${shown} was not accepted: ${escapeHtml(restriction(reason))}. Please contact us in another way, or write from the address we know you by.</p>`;
    case 'bounce_alias_config':
      return `<p>Your message to ${shown} could not be processed. Please try again later, or contact us in another way.</p>`;
    case 'bounce_catchall':
      return `<p>${shown} only takes replies to messages we sent, and we could not tell which message yours replies to. Please write to the person or team you want to reach.</p>`;
    case 'bounce_loop':
      return `<p>You wrote to ${shown} too many times within a short time, so this message was not accepted. Please try again later.</p>`;
  }
}

function restriction(reason: string): string {
  const [, why] = reason.split(/refuses: /);
  return why ?? 'only certain people may write to this address';
}
