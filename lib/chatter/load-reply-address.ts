import { and, asc, eq, isNotNull } from 'drizzle-orm';
import { alias } from '#drizzle/schema/alias.ts';
import { aliasDomain } from '#drizzle/schema/alias-domain.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { RecordFacts } from '#lib/documents/document-definition.ts';
import { loadAliasDomain } from '#lib/mail/aliases/load-alias-domain.ts';
import { signAddress } from '#lib/mail/message/signed-address.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';

export interface ReplyAddress {
  /** Where answers come back to: the document's alias, else the catchall; null without an email domain. */
  address: string | null;
  /** Right side of Message-IDs; null without an email domain. */
  domain: string | null;
}

/** Where answers to one message are to go: the document's address, with a token of the message where those are in use. */
export async function replyAddressOf(ctx: Ctx, facts: RecordFacts, messageId: number): Promise<string | null> {
  const { address } = await loadReplyAddress(ctx, facts);
  if (address === null || !(await readParameter(ctx, 'mail.reply.token'))) return address;
  return signAddress(ctx.env.appSecret, address, { use: 'message', id: messageId, now: ctx.now() });
}

/** Where answers to a document's messages are to go. */
export async function loadReplyAddress(ctx: Ctx, facts: RecordFacts): Promise<ReplyAddress> {
  const domain = await loadAliasDomain(ctx, facts.companyId);
  if (!domain) return { address: null, domain: null };
  if (!facts.aliasOwner) return { address: domain.catchallAddress, domain: domain.name };
  const [own] = await ctx.db
    .select({ localPart: alias.localPart, name: aliasDomain.name })
    .from(alias)
    .leftJoin(aliasDomain, eq(aliasDomain.id, alias.aliasDomainId))
    .where(
      and(
        eq(alias.ownerModel, facts.aliasOwner.model),
        eq(alias.ownerId, facts.aliasOwner.recordId),
        isNotNull(alias.localPart),
      ),
    )
    .orderBy(asc(alias.id))
    .limit(1);
  const address = own ? `${own.localPart}@${own.name ?? domain.name}` : domain.catchallAddress;
  return { address, domain: domain.name };
}
