import { type SQL, sql } from 'drizzle-orm';
import { alias } from '#drizzle/schema/alias.ts';
import { aliasDomain } from '#drizzle/schema/alias-domain.ts';
import { company } from '#drizzle/schema/company.ts';
import { email } from '#drizzle/schema/email.ts';
import { message } from '#drizzle/schema/message.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import { type AnswersTo, askTogether } from '#lib/db/ask-together.ts';
import type { Ctx } from '#lib/db/context.ts';
import { statement } from '#lib/db/statement.ts';
import { normaliseAddress } from '#lib/mail/message/address.ts';
import type { AuthorCandidate } from '../thread/store.ts';
import { authorsOf, hasBouncesOf } from '../thread/store.ts';
import type { AliasDomainFacts, AliasFacts } from './facts.ts';
import { takenSince } from './load-alias-count.ts';
import { answeredOf, listsOf, type SenderListRow } from './load-loop.ts';

const hour = 3_600_000;

/** What a mail asks the database about, all of it written in the mail. */
export interface Asked {
  /** From address, normalised. */
  author: string | null;
  /** Local parts of everybody it names, in lower case. */
  localParts: string[];
  /** Message-IDs of References and In-Reply-To. */
  referredIds: string[];
  /** Message-ID of ours that an answer carries in our own header. */
  ownId: string | null;
  /** Row id of the message a signed reply address names. */
  tokenMessageId: number | null;
  /** Whom an automatic answer would go to. */
  answerTo: string | null;
}

export type AliasRow = Pick<AliasFacts, 'id' | 'model' | 'domain' | 'recordId' | 'defaults' | 'hourlyLimit'> &
  Pick<typeof alias.$inferSelect, 'ownerModel' | 'ownerId' | 'contactPolicy' | 'requireVerifiedSender'> &
  Pick<typeof alias.$inferSelect, 'acceptAutomatic' | 'matchLocalPartOnly'> & {
    localPart: string;
    takenThisHour: number | null;
    domainCompanyId: number | null;
  };

export interface ReferredRow {
  messageRowId: number;
  model: string | null;
  recordId: number | null;
  kind: string;
  internal: boolean;
  messageId: string;
}

interface Known extends Record<string, object> {
  domains: AliasDomainFacts;
  aliases: AliasRow;
  candidates: AuthorCandidate;
  bounced: { hasBounces: boolean };
  lists: SenderListRow;
  answered: { id: number };
  referred: ReferredRow;
}

/** What is known about the addresses and ids of a mail, in one statement. */
export async function loadKnown(ctx: Ctx, asked: Asked): Promise<AnswersTo<Known>> {
  const answerTo = asked.answerTo && normaliseAddress(asked.answerTo);
  const hourAgo = addMilliseconds(ctx.now(), -hour).toISOString();
  const [known] = await selectKnown(ctx.db, { ...asked, answerTo, hourAgo });
  if (!known) throw new Error('a select without a table answered nothing');
  return known;
}

const selectKnown = statement((_, asked: Asked & { hourAgo: string }) => {
  const { author, hourAgo } = asked;
  return askTogether<Known>({
    domains: sql`select d.name as domain, lower(d.catchall) as catchall, lower(d.bounce) as bounce,
      (select min(c.id) from ${company} c where c.alias_domain_id = d.id) as "companyId" from ${aliasDomain} d`,
    aliases: aliasesOf(hourAgo, asked.localParts),
    candidates: authorsOf(author),
    bounced: hasBouncesOf(author),
    lists: listsOf(author),
    answered: answeredOf(asked.answerTo, hourAgo),
    referred: referredBy(asked),
  });
});

function aliasesOf(hourAgo: string, localParts: string[]): SQL {
  return sql`select ${alias.id}, ${alias.localPart} as "localPart", ${aliasDomain.name} as domain, ${alias.model},
      ${alias.ownerModel} as "ownerModel", ${alias.ownerId} as "ownerId", ${alias.recordId} as "recordId",
      ${alias.defaults}, ${alias.contactPolicy} as "contactPolicy",
      ${alias.requireVerifiedSender} as "requireVerifiedSender", ${alias.acceptAutomatic} as "acceptAutomatic",
      ${alias.hourlyLimit} as "hourlyLimit", ${takenSince(hourAgo)} as "takenThisHour",
      ${alias.matchLocalPartOnly} as "matchLocalPartOnly",
      (select min(c.id) from ${company} c where c.alias_domain_id = ${alias.aliasDomainId}) as "domainCompanyId"
    from ${alias} left join ${aliasDomain} on ${aliasDomain.id} = ${alias.aliasDomainId}
    where ${alias.localPart} = any(${sql.param(localParts)}::text[])`;
}

/**
 * The stored messages a mail refers to, newest first; after those of its thread headers the one our own header names,
 * and last the one its reply address names: in this order they count. A mail of ours may carry an id of its own beside
 * that of the message it tells about.
 */
function referredBy({ referredIds, ownId, tokenMessageId }: Asked): SQL {
  const named = sql`(select id, 0 as rank from unnest(${sql.param(referredIds)}::text[]) id
    union all select ${ownId}::text, 1 where ${ownId}::text is not null)`;
  return sql`select m.id as "messageRowId", m.model, m.record_id as "recordId", m.kind, m.internal,
      m.message_id as "messageId"
    from (
      select r.id, n.rank from ${named} n join ${message} r on r.message_id = n.id
      union all select e.thread_message_id, n.rank from ${named} n join ${email} e on e.message_id = n.id
        where e.thread_message_id is not null
      union all select ${tokenMessageId}::int, 2 where ${tokenMessageId}::int is not null
    ) f join ${message} m on m.id = f.id
    group by m.id order by min(f.rank), m.id desc`;
}
