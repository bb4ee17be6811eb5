import { eq, inArray, sql } from 'drizzle-orm';
import { alias } from '#drizzle/schema/alias.ts';
import { aliasDomain } from '#drizzle/schema/alias-domain.ts';
import { company } from '#drizzle/schema/company.ts';
import type { Ctx } from '#lib/db/context.ts';
import { noRecord, type RecordFacts } from '#lib/documents/document-definition.ts';
import { isDocumentModel, modelOf } from '#lib/documents/registry.ts';
import { localPartOf, type MailAddress, parseAddressList } from '#lib/mail/message/address.ts';
import { withoutToken } from '#lib/mail/message/signed-address.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';
import { answeredId } from '../keep/mail-keys.ts';
import { type Author, identifyAuthor } from '../thread/identify-author.ts';
import type { Examined } from '../trace/gateway-answer.ts';
import type { AliasFacts, RouteFacts } from './facts.ts';
import { takenThisHour } from './load-alias-count.ts';
import { loadLoop, loadSenderLists, wasAnswered } from './load-loop.ts';
import { followersOf, loadMatches, type ReadRecord } from './load-matches.ts';
import { allRecipients } from './match-recipients.ts';
import { readTokens } from './read-tokens.ts';

/** Only the newest references of a long thread are looked up. */
const newestReferences = 32;

export interface MailSource {
  /** Addresses the mail was handed over for (RCPT, X-Envelope-To). */
  envelopeTo: string | null;
  /** The mailbox's own address. */
  mailboxAddress: string | null;
  /** Model for mails that are neither a reply nor for an alias. */
  fallbackModel: string | null;
  duplicateOf: number | null;
}

/** What routing needs to know, and who wrote the mail. */
export interface LoadedFacts {
  facts: RouteFacts;
  author: Author;
}

/** Reads everything the routing of one mail looks at. Changes nothing. */
export async function loadRouteFacts(ctx: Ctx, examined: Examined, source: MailSource): Promise<LoadedFacts> {
  const { mail, bounce, automatic, spam, authentication } = examined;
  const threadIds = [...mail.references, ...(mail.inReplyTo ? [mail.inReplyTo] : [])];
  const ownId = answeredId(mail);
  const domains = await loadDomains(ctx);
  const platformDomain = await readParameter(ctx, 'perfectwork.platform.domain');
  const records = recordCache(ctx);
  const author = await identifyAuthor(ctx, mail.from);
  const lists = await loadSenderLists(ctx, author.email);
  const written = recipientsOf(mail, source);
  const tokens = readTokens(ctx.env.appSecret, allRecipients(written as RouteFacts), ctx.now());
  const known = withoutTokens(written);
  const referred = { ids: threadIds.slice(-newestReferences), ownId, tokenMessageId: tokens.messageId };
  const matches = await loadMatches(ctx, referred, author, records);
  const aliases = await loadAliases(ctx, known, author, records);
  const deliveredTo = isOurs(known, aliases, domains)
    ? known.deliveredTo
    : [...known.deliveredTo, ...mailboxOf(source)];
  const fallback = source.fallbackModel && isDocumentModel(source.fallbackModel) ? source.fallbackModel : null;
  const withMailbox =
    deliveredTo === known.deliveredTo ? aliases : await loadAliases(ctx, { ...known, deliveredTo }, author, records);
  const facts: RouteFacts = {
    ...known,
    deliveredTo,
    returnPath: mail.returnPath,
    tokens,
    referredIds: [...threadIds, ...(ownId ? [ownId] : [])],
    duplicateOf: source.duplicateOf,
    bounce,
    reportType: mail.root.type === 'multipart/report' ? (mail.root.params['report-type'] ?? null) : null,
    automatic,
    spam: spam ?? lists.blocked,
    matches,
    aliases: withMailbox,
    domains,
    platformDomain,
    allowedDomains: await readParameter(ctx, 'mail.catchall.domain.allowed'),
    author: {
      contactId: author.contactId,
      userId: author.userId,
      isEmployee: author.userId !== null,
      verified: authentication.verified,
    },
    fallback: fallback && {
      model: fallback,
      recordId: null,
      acceptsCreation: modelOf(fallback).createFromMail !== undefined,
      defaults: {},
    },
    loop: await loadLoop(ctx, author, matches, withMailbox, fallback, lists.allowListed),
    recentlyAnswered: await wasAnswered(ctx, mail.returnPath || author.email),
  };
  return { facts, author };
}

type Recipients = Pick<RouteFacts, 'from' | 'to' | 'cc' | 'deliveredTo' | 'resentTo' | 'resentCc'>;

function recipientsOf(mail: Examined['mail'], source: MailSource): Recipients {
  const { from, to, cc, resentTo, resentCc } = mail;
  return {
    from,
    to,
    cc,
    resentTo,
    resentCc,
    deliveredTo: [...mail.deliveredTo, ...parseAddressList(source.envelopeTo)],
  };
}

/** The addresses that were signed: a bounce address, a catchall or an alias, whatever the token is worth. */
function withoutTokens(written: Recipients): Recipients {
  const bare = (list: MailAddress[]) => list.map((one) => ({ ...one, address: withoutToken(one.address) }));
  const { from, to, cc, deliveredTo, resentTo, resentCc } = written;
  return {
    from,
    to: bare(to),
    cc: bare(cc),
    deliveredTo: bare(deliveredTo),
    resentTo: bare(resentTo),
    resentCc: bare(resentCc),
  };
}

function mailboxOf(source: MailSource) {
  return source.mailboxAddress ? [{ name: '', address: source.mailboxAddress }] : [];
}

/** Whether a header names one of our addresses: then the mailbox's own address does not count. */
function isOurs(known: Recipients, aliases: AliasFacts[], domains: RouteFacts['domains']): boolean {
  const addresses = allRecipients(known as RouteFacts);
  return addresses.some(
    (address) =>
      aliases.some((one) => one.domain !== null && address === `${one.name}@${one.domain}`) ||
      domains.some((one) => address === `${one.catchall}@${one.domain}` || address === `${one.bounce}@${one.domain}`),
  );
}

function recordCache(ctx: Ctx): ReadRecord {
  const known = new Map<string, Promise<RecordFacts>>();
  return (model, id) => {
    const key = `${model}:${id}`;
    const found =
      known.get(key) ?? (isDocumentModel(model) ? modelOf(model).recordFacts(ctx, id) : Promise.resolve(noRecord));
    known.set(key, found);
    return found;
  };
}

async function loadAliases(ctx: Ctx, known: Recipients, author: Author, records: ReadRecord): Promise<AliasFacts[]> {
  const names = [...new Set(allRecipients(known as RouteFacts).map((address) => localPartOf(address).toLowerCase()))];
  if (names.length === 0) return [];
  const rows = await ctx.db
    .select({
      id: alias.id,
      localPart: alias.localPart,
      domain: aliasDomain.name,
      model: alias.model,
      ownerModel: alias.ownerModel,
      ownerId: alias.ownerId,
      recordId: alias.recordId,
      defaults: alias.defaults,
      contactPolicy: alias.contactPolicy,
      requireVerifiedSender: alias.requireVerifiedSender,
      acceptAutomatic: alias.acceptAutomatic,
      hourlyLimit: alias.hourlyLimit,
      takenThisHour: takenThisHour(ctx.now()),
      matchLocalPartOnly: alias.matchLocalPartOnly,
      domainCompanyId: sql<
        number | null
      >`(select min(c.id) from company c where c.alias_domain_id = ${alias.aliasDomainId})`,
    })
    .from(alias)
    .leftJoin(aliasDomain, eq(aliasDomain.id, alias.aliasDomainId))
    .where(inArray(alias.localPart, names));
  return Promise.all(
    rows.map(async (row): Promise<AliasFacts> => {
      const fixed = row.recordId === null ? noRecord : await records(row.model, row.recordId);
      const owner = row.ownerModel && row.ownerId ? await records(row.ownerModel, row.ownerId) : noRecord;
      const target = fixed.exists ? fixed : owner.exists ? owner : null;
      return {
        id: row.id,
        name: row.localPart ?? '',
        domain: row.domain,
        model: row.model,
        acceptsCreation: isDocumentModel(row.model) && modelOf(row.model).createFromMail !== undefined,
        policy: row.contactPolicy,
        verifiedOnly: row.requireVerifiedSender,
        localPartDetection: row.matchLocalPartOnly,
        acceptAutomatic: row.acceptAutomatic,
        hourlyLimit: row.hourlyLimit,
        takenThisHour: row.takenThisHour ?? 0,
        recordId: row.recordId,
        recordExists: fixed.exists,
        target: target && followersOf(target, author),
        companyId: target?.companyId ?? row.domainCompanyId,
        defaults: row.defaults,
      };
    }),
  );
}

async function loadDomains(ctx: Ctx): Promise<RouteFacts['domains']> {
  const companies = sql<
    number | null
  >`(select min(${company.id}) from ${company} where ${company.aliasDomainId} = alias_domain.id)`;
  const rows = await ctx.db
    .select({
      domain: aliasDomain.name,
      catchall: aliasDomain.catchall,
      bounce: aliasDomain.bounce,
      companyId: companies,
    })
    .from(aliasDomain);
  return rows.map((row) => ({ ...row, catchall: row.catchall.toLowerCase(), bounce: row.bounce.toLowerCase() }));
}
