import { groupsApart } from '#lib/core/groups-apart.ts';
import { inBatches } from '#lib/core/in-batches.ts';
import { perPool } from '#lib/db/per-pool.ts';
import { normaliseAddress } from '#lib/mail/message/address.ts';
import type { ReadyMail } from './decide-mail.ts';
import { lightMail, usualAttempts } from './keep/begin-attempt.ts';
import { mailIds } from './keep/mail-keys.ts';
import type { StoredMail } from './keep/store.ts';
import { processMails } from './process-mail.ts';

const mostTogether = 32;

/**
 * Processes a mail, in one transaction with others that are ready at the same time: a statement, a packet and a commit
 * cost as much as what they do. What takes long, locks what others need, or was cut off before goes alone, so that it
 * takes nobody along.
 * @returns the row as it stands afterwards
 */
export async function processTogether(mail: ReadyMail): Promise<StoredMail | null> {
  if (!isLight(mail)) return (await processMails([mail]))[0] ?? null;
  return desk(mail.ctx.db)(mail);
}

function isLight({ row, examined }: ReadyMail): boolean {
  return (
    row.size <= lightMail && row.attempts <= usualAttempts && examined.mail.attachments.length === 0 && !examined.bounce
  );
}

const desk = perPool(() =>
  inBatches({
    choose: (waiting: ReadyMail[], underWay) => {
      const inOrder = waiting.toSorted((a, b) => a.row.id - b.row.id);
      const [first = []] = groupsApart([...underWay, ...inOrder], marksOf, referredBy);
      return first.filter((mail) => !underWay.includes(mail)).slice(0, mostTogether);
    },
    work: processMails,
    onSplit: (reason, [first, ...others]) =>
      first?.ctx.log.info({ reason, mails: others.length + 1 }, 'mails are processed each by itself'),
  }),
);

/** What the routing of other mails may look at: who wrote, and the ids by which the mail is known. */
function marksOf({ examined: { mail } }: ReadyMail): string[] {
  return [`author:${(mail.from && normaliseAddress(mail.from.address)) ?? ''}`, ...mailIds(mail)];
}

/** The ids of the conversation: of two mails the later has to see what became of the one it answers. */
function referredBy({ examined: { mail } }: ReadyMail): string[] {
  return [...mail.references, ...(mail.inReplyTo ? [mail.inReplyTo] : [])];
}
