import { sql } from 'drizzle-orm';
import type { FolderLedger } from '#lib/mail/incoming/ledger/ledger-schema.ts';
import { readLedger } from '#lib/mail/incoming/ledger/read-ledger.ts';
import type { Delivered, Play } from './play.ts';
import type { Programme } from './programme.ts';

export interface KeptMail extends Record<string, unknown> {
  id: number;
  folder_id: number;
  uid: number;
  sha256: string;
  outcome: string | null;
  subject: string | null;
}

/** What is there to see after a run. */
export interface Evidence {
  programme: Programme;
  delivered: Delivered[];
  /** What is in the mailbox at the end. */
  mailbox: { uid: number; subject: string }[];
  uidNext: number;
  uidValidity: number;
  ledger: FolderLedger | undefined;
  kept: KeptMail[];
  leads: { name: string; count: number }[];
  unasked: number;
  commands: number;
}

export async function gatherEvidence(play: Play): Promise<Evidence> {
  const { ctx, serverId: id, imap, programme, delivered, unasked } = play;
  const kept = await ctx.db.execute<KeptMail>(
    sql`select id, folder_id, uid::int, sha256, outcome, subject from incoming_mail order by id`,
  );
  const leads = await ctx.db.execute<{ name: string; count: number }>(
    sql`select name, count(*)::int from lead where name like 'mail %' group by name`,
  );
  const { folders } = await readLedger(ctx, { id, limit: 200 });
  const bySource = new Map(delivered.map((mail) => [mail.raw, mail.subject]));
  return {
    programme,
    delivered,
    mailbox: imap.mails.map(({ uid, raw }) => ({ uid, subject: bySource.get(raw) ?? '' })),
    uidNext: imap.uidNext,
    uidValidity: imap.uidValidity,
    ledger: folders[0],
    kept: kept.rows,
    leads: leads.rows,
    unasked,
    commands: imap.commands.length,
  };
}
