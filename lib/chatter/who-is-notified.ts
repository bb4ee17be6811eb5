import type { NotificationPreference } from '#lib/core/enumerations.ts';
import type { TraceLine } from '#lib/core/trace.ts';
import { isValidMailbox, normaliseAddress, parseAddress } from '#lib/mail/message/address.ts';

/** Somebody a message may reach: an explicit recipient, a follower, or both. */
export interface Person {
  contactId: number;
  name: string;
  /** As stored; may carry a name, may be empty. */
  email: string | null;
  active: boolean;
  /** The active user behind the contact, lowest id first. */
  user: { id: number; notification: NotificationPreference } | null;
  /** What they follow of the document; null: not a follower. */
  subtypes: string[] | null;
  explicit: boolean;
}

export interface Announcement {
  internal: boolean;
  authorContactId: number | null;
  /** Also excluded: a second contact with the author's address is the author. */
  authorEmail: string | null;
  /** Addresses the incoming mail itself went to. */
  alreadyAddressed: string[];
  /** Our own aliases, catchall and bounce addresses: mail to them would come back in. */
  ownAddresses: string[];
  /** Automatic replies notify nobody. */
  silent: boolean;
  /** False for other automatic mail (web forms, monitoring): nobody without a user is told. */
  notifyOutside: boolean;
}

/** One person who will be told, and how. */
export interface Notified {
  contactId: number;
  name: string;
  /** The bare address; empty when there is none. */
  email: string;
  channel: 'email' | 'inbox';
  userId: number | null;
  isFollower: boolean;
  /** Set when no mail can be tried. */
  failureType: 'mail_email_missing' | 'mail_email_invalid' | null;
}

/**
 * Who is told about a message: explicit recipients and followers of its subtype, without the author, archived contacts,
 * and those the mail reached already. Internal messages reach contacts without a user only when named explicitly.
 */
export function whoIsNotified(message: Announcement, people: Person[]): { notified: Notified[]; trace: TraceLine[] } {
  const trace: TraceLine[] = [];
  const notified = people.filter((person) => {
    const verdict = verdictFor(message, person);
    trace.push({ rule: verdict.rule, matched: verdict.told, detail: person.name });
    return verdict.told;
  });
  return { notified: notified.map(howNotified), trace };
}

function verdictFor(message: Announcement, person: Person): { told: boolean; rule: string } {
  const address = addressOf(person);
  const is = (list: string[]) => address !== '' && list.some((entry) => normaliseAddress(entry) === address);
  if (message.silent) return { told: false, rule: 'automatic replies notify nobody' };
  if (person.contactId === message.authorContactId) return { told: false, rule: 'the author is never notified' };
  if (message.authorEmail && is([message.authorEmail])) return { told: false, rule: 'same address as the author' };
  if (!person.active) return { told: false, rule: 'archived contacts are not notified' };
  if (is(message.alreadyAddressed)) return { told: false, rule: 'the mail reached them already' };
  if (is(message.ownAddresses)) return { told: false, rule: 'one of our own addresses: it would come back in' };
  if (!message.notifyOutside && !person.user) return { told: false, rule: 'automatic mail tells nobody outside' };
  if (person.explicit) return { told: true, rule: 'explicit recipient' };
  const subtype = message.internal ? 'notes' : 'discussions';
  if (!person.subtypes?.includes(subtype)) return { told: false, rule: `does not follow ${subtype}` };
  if (message.internal && !person.user) return { told: false, rule: 'internal messages reach users only' };
  return { told: true, rule: `follows ${subtype}` };
}

/** By which channel: the user's preference; whoever is no user gets mail. */
export function howNotified(person: Person): Notified {
  const channel = person.user?.notification === 'inbox' ? 'inbox' : 'email';
  const text = person.email?.trim() ?? '';
  const bare = parseAddress(text)?.address ?? text;
  const failureType =
    channel === 'inbox' || isValidMailbox(bare) ? null : bare ? 'mail_email_invalid' : 'mail_email_missing';
  return {
    contactId: person.contactId,
    name: person.name,
    email: bare,
    channel,
    userId: person.user?.id ?? null,
    isFollower: person.subtypes !== null,
    failureType,
  };
}

function addressOf(person: Person): string {
  const parsed = parseAddress(person.email);
  return parsed ? normaliseAddress(parsed.address) : '';
}
