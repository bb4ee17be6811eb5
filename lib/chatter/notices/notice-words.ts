import { escapeHtml } from '#lib/mail/message/html.ts';

/** Recipients a notice names; of the others it tells the number. */
export const namedRecipients = 10;

/** One recipient who does not have the mail. */
export interface UnreachedRecipient {
  recipient: string;
  name: string;
  smtpReply: string | null;
  reason: string | null;
  /** When the mail began to wait, or failed. */
  since: Date;
  nextAttemptAt: Date;
}

/** What a notice is about. */
export interface NoticeFacts {
  subject: string;
  /** The first {@link namedRecipients} of them. */
  recipients: UnreachedRecipient[];
  count: number;
  /** Milliseconds a mail of this kind is tried. */
  giveUpAfter: number;
  /** Of the author; null: UTC. */
  timeZone: string | null;
  /** Path in the console where the mail is shown, and what is found there. */
  link: { path: string; label: string };
}

/** Tells the author that a mail is late: who waits, since when, the server's last words, the next try, what to do. */
export function delayNotice(facts: NoticeFacts): string {
  const { recipients, subject } = facts;
  const at = momentIn(facts.timeZone);
  const since = earliest(recipients.map((recipient) => recipient.since));
  const next = earliest(recipients.map((recipient) => recipient.nextAttemptAt));
  const last = new Date(since.getTime() + facts.giveUpAfter);
  return [
    paragraph(`Your mail ${quoted(subject)} has not reached ${whom(facts)} yet. It has waited since ${at(since)}.`),
    list(recipients),
    paragraph(
      `The next try is at ${at(next)}. You need not do anything: it is tried again by itself until ${at(last)}, and you are told if it fails. If it is urgent, reach them another way.`,
    ),
    anchor(facts.link),
  ].join('');
}

/** Tells the author that a mail failed for good: who does not have it, when it failed, why, what to do. */
export function failureNotice(facts: NoticeFacts): string {
  const { recipients, subject } = facts;
  const at = momentIn(facts.timeZone);
  const since = earliest(recipients.map((recipient) => recipient.since));
  return [
    paragraph(`Your mail ${quoted(subject)} did not reach ${whom(facts)}. It failed at ${at(since)}.`),
    list(recipients),
    paragraph('It is not tried again by itself. Mend what the reason names, then retry it, or reach them another way.'),
    anchor(facts.link),
  ].join('');
}

function whom({ recipients, count }: NoticeFacts): string {
  const [first] = recipients;
  if (count === 1 && first) return nameOf(first);
  return `${count} recipients`;
}

function nameOf({ name, recipient }: UnreachedRecipient): string {
  return name && name !== recipient ? `${name} (${recipient})` : recipient;
}

function list(recipients: UnreachedRecipient[]): string {
  return `<ul>${recipients.map((one) => `<li>${escapeHtml(`${nameOf(one)}: ${lastWords(one)}`)}</li>`).join('')}</ul>`;
}

/** The reason quotes the server already where it comes from a reply. */
function lastWords({ reason, smtpReply }: UnreachedRecipient): string {
  const reply = smtpReply?.replace(/\s+/g, ' ').trim() ?? '';
  if (!reason) return reply ? `the server’s last words were “${reply}”.` : 'no server has been asked yet.';
  return reply && !reason.includes(reply.slice(0, 40)) ? `${reason} The server’s last words: “${reply}”.` : reason;
}

function quoted(subject: string): string {
  return subject ? `“${subject}”` : 'without a subject';
}

function paragraph(words: string): string {
  return `<p>${escapeHtml(words)}</p>`;
}

function anchor({ path, label }: NoticeFacts['link']): string {
  return `<p><a href="${escapeHtml(path)}">${escapeHtml(label)}</a></p>`;
}

function earliest(moments: Date[]): Date {
  return new Date(Math.min(...moments.map((moment) => moment.getTime())));
}

/** A moment in somebody's time zone, the zone named. */
function momentIn(timeZone: string | null): (moment: Date) => string {
  const format = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: timeZone ?? 'UTC',
    timeZoneName: 'short',
  });
  return (moment) => format.format(moment);
}
