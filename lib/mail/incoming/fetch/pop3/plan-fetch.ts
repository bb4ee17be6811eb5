import type { ListedMail } from '#lib/mail/servers/pop3/pop3-client.ts';

/** Why a mail stays in the mailbox untaken. */
export type Refusal = 'too_large' | 'ambiguous' | 'unreadable';

/** A mail as the mailbox lists it, under a name that no other mail of the listing has. */
export interface NamedMail extends ListedMail {
  /** The server gives its UIDL to another mail too, so that it says nothing. */
  isAmbiguous: boolean;
}

/** What the books say of a mail. */
export interface KnownMail {
  id: number;
  uidl: string;
  size: number;
  disposition: 'pending' | 'stored' | 'refused';
  refusal: Refusal | null;
  incomingMailId: number | null;
  sha256: string | null;
}

export interface Plan {
  /** Mails to be fetched, those never stored first: a session that breaks off is to bring something new. */
  take: { mail: NamedMail; known: KnownMail }[];
  /** Mails that stay where they are, newly so. */
  refuse: { mail: NamedMail; known: KnownMail; refusal: Refusal }[];
}

/** Gives each mail of a listing a name of its own: the second with the same UIDL ends with ` 2`, which no UIDL can. */
export function nameMails(listing: ListedMail[]): NamedMail[] {
  const counts = new Map<string, number>();
  for (const { uidl } of listing) counts.set(uidl, (counts.get(uidl) ?? 0) + 1);
  const seen = new Map<string, number>();
  return listing.map((mail) => {
    const nth = (seen.get(mail.uidl) ?? 0) + 1;
    seen.set(mail.uidl, nth);
    const isAmbiguous = (counts.get(mail.uidl) ?? 0) > 1;
    return { ...mail, uidl: nth === 1 ? mail.uidl : `${mail.uidl} ${nth}`, isAmbiguous };
  });
}

/**
 * Decides what to do with each mail of a mailbox. A mail in the books as stored that is to be deleted is fetched once
 * more, to see that it is the same: servers give names out again, and nothing is deleted on the word of a name.
 * @param rules.maxBytes announced size above which a mail is not fetched
 */
export function planFetch(
  mails: NamedMail[],
  known: ReadonlyMap<string, KnownMail>,
  rules: { leaveOnServer: boolean; maxBytes: number },
): Plan {
  const plan: Plan = { take: [], refuse: [] };
  const again: Plan['take'] = [];
  for (const mail of mails) {
    const row = known.get(mail.uidl);
    if (!row) continue;
    const refusal = refusalOf(mail, row, rules);
    if (refusal) {
      if (row.disposition !== 'refused') plan.refuse.push({ mail, known: row, refusal });
    } else if (row.disposition !== 'stored') plan.take.push({ mail, known: row });
    else if (!rules.leaveOnServer || mail.size !== row.size) again.push({ mail, known: row });
  }
  return { ...plan, take: [...plan.take, ...again] };
}

function refusalOf(
  mail: NamedMail,
  row: KnownMail,
  rules: { leaveOnServer: boolean; maxBytes: number },
): Refusal | null {
  if (row.refusal === 'unreadable') return 'unreadable';
  if (mail.size > rules.maxBytes) return 'too_large';
  // Left in the mailbox, nobody could tell later which of them has been taken.
  return mail.isAmbiguous && rules.leaveOnServer ? 'ambiguous' : null;
}
