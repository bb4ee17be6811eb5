import { sql } from 'drizzle-orm';
import { email } from '#drizzle/schema/email.ts';
import { incomingMail, incomingMailKey } from '#drizzle/schema/incoming-mail.ts';
import { message } from '#drizzle/schema/message.ts';
import type { Db } from '#lib/db/client.ts';
import { statement } from '#lib/db/statement.ts';
import { selectKeyHolder } from './store.ts';

export interface ClaimedMail {
  /** Nobody has brought the mail to an end. */
  isOpen: boolean;
  /** The mail that has one of the keys already. */
  holder: number | null;
  /** Our own message or outgoing mail with one of the ids, in words: it came back to us. */
  own: string | null;
}

/**
 * Locks a mail until the transaction ends and claims its keys. A second worker with the same row waits here, and then
 * sees the outcome of the first; one with another copy waits at the first key they share until we commit. In one
 * statement, in which the keys are tried in their order: two copies with several keys must not wait for each other.
 */
export async function claimMail(db: Db, id: number, keys: string[], messageIds: string[]): Promise<ClaimedMail> {
  const [row] = await claim(db, { id, keys, messageIds });
  const isOpen = row?.isOpen ?? false;
  // Read in a statement of its own: one that waited does not see what it waited for.
  const holder = isOpen && row && row.claimed < keys.length ? await selectKeyHolder(db, keys, id) : null;
  return { isOpen, holder, own: row?.own ?? null };
}

interface Claim {
  id: number;
  keys: string[];
  messageIds: string[];
}

/** `offset 0`: without it the newest messages are searched one by one for an id that hardly any mail has. */
const claim = statement((_, { id, keys, messageIds }: Claim) => {
  const ids = sql`${sql.param(messageIds)}::text[]`;
  return sql<{ isOpen: boolean | null; claimed: number; own: string | null }>`
    with locked as (select outcome is null as is_open from ${incomingMail} where id = ${id} for update),
    claimed as (
      insert into ${incomingMailKey} (key, incoming_mail_id)
      select k, ${id}::int from unnest(${sql.param(keys)}::text[]) k where (select is_open from locked) order by k
      on conflict do nothing returning key
    )
    select (select is_open from locked) as "isOpen", (select count(*)::int from claimed) as claimed, coalesce(
      (select 'message ' || m.id from (select id from ${message} where message_id = any(${ids}) offset 0) m
        order by m.id desc limit 1),
      (select 'email ' || e.id from ${email} e where e.message_id = any(${ids}) limit 1)) as own`;
});
