import { openAlert } from '#lib/alerts/open-alert.ts';
import { resolveAlert } from '#lib/alerts/resolve-alert.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { refusalAlert } from '../../ledger/refusal-alert.ts';
import type { FetchableServer } from '../store.ts';
import type { KnownMail, NamedMail, Refusal } from './plan-fetch.ts';
import { noteRefused } from './store.ts';

interface RefusedMail {
  mail: NamedMail;
  known: KnownMail;
  refusal: Refusal;
  /** What went wrong, where the kind of refusal does not say it all. */
  words?: string;
}

/** One mail that cannot be taken must not hold up those behind it, nor vanish unseen: it stays, and an alert says so. */
export async function refuseMail(ctx: Ctx, server: FetchableServer, refused: RefusedMail): Promise<void> {
  const { mail, known, refusal, words } = refused;
  await inTransaction(ctx, async (tx) => {
    await noteRefused(tx.db, known.id, refusal, tx.now());
    await openAlert(tx, {
      kind: refusalAlert,
      key: alertKey(server.id, mail.uidl),
      severity: 'warning',
      title: `A mail in ${server.name} could not be fetched`,
      detail: `Mail ${mail.number} of the mailbox (UIDL ${mail.uidl}) stays there: ${words ?? reasonOf(ctx, refused)}`,
      link: `/technical/incoming-servers/${server.id}`,
    });
  });
}

/** Ends the alert about a mail that was taken after all, or is in the mailbox no more. */
export function resolveRefusal(ctx: Ctx, serverId: number, uidl: string): Promise<void> {
  return resolveAlert(ctx, refusalAlert, alertKey(serverId, uidl));
}

function alertKey(serverId: number, uidl: string): string {
  return `${serverId}:${uidl}`;
}

function reasonOf(ctx: Ctx, { mail, refusal }: RefusedMail): string {
  const most = ctx.env.mailInMaxMb;
  switch (refusal) {
    case 'too_large':
      return `the server announces ${Math.ceil(mail.size / 1_048_576)} MB, and ${most} MB are taken at most (MAIL_IN_MAX_MB).`;
    case 'ambiguous':
      return 'the server gives several mails the same name, so that nobody could tell which one was taken. Let fetched mails be deleted, or fetch this mailbox by IMAP.';
    case 'unreadable':
      return 'it could not be read. Look at it there.';
  }
}
