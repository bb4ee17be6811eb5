import type { Ctx } from '#lib/db/context.ts';
import { noRecord, type RecordFacts } from '#lib/documents/document-definition.ts';
import { isDocumentModel, modelOf } from '#lib/documents/registry.ts';
import { localPartOf, type MailAddress, normaliseAddress, parseAddressList } from '#lib/mail/message/address.ts';
import { withoutToken } from '#lib/mail/message/signed-address.ts';
import { readParameters } from '#lib/parameters/read-parameters.ts';
import { answeredId } from '../keep/mail-keys.ts';
import { type Author, authorOf } from '../thread/identify-author.ts';
import type { Examined } from '../trace/gateway-answer.ts';
import { aliasFacts, ownAddresses } from './alias-facts.ts';
import type { RouteFacts } from './facts.ts';
import { type AliasRow, loadKnown } from './load-known.ts';
import { loadLoop, readSenderLists } from './load-loop.ts';
import { allRecipients } from './match-recipients.ts';
import { readTokens } from './read-tokens.ts';
import { type ReadRecord, threadMatches } from './thread-matches.ts';

/** Only the newest references of a long thread are looked up. */
const newestReferences = 32;

const parameters = [
  'perfectwork.platform.domain',
  'mail.catchall.domain.allowed',
  'mail.gateway.loop.minutes',
  'mail.gateway.loop.threshold',
] as const;

/** What the administrators set, the same for all mails of a moment. */
export type RouteSettings = Awaited<ReturnType<typeof loadRouteSettings>>;

export function loadRouteSettings(ctx: Ctx) {
  return readParameters(ctx, parameters);
}

export interface MailSource {
  /** Addresses the mail was handed over for (RCPT, X-Envelope-To). */
  envelopeTo: string | null;
  /** The mailbox's own address. */
  mailboxAddress: string | null;
  /** Model for mails that are neither a reply nor for an alias. */
  fallbackModel: string | null;
}

/** What routing needs to know, and what was found beside it. */
export interface LoadedFacts {
  /** Whether the mail is a duplicate is not among them: who claims it knows. */
  facts: Omit<RouteFacts, 'duplicateOf'>;
  author: Author;
  /** Mails to the author came back before. */
  hasBounces: boolean;
  /** Whether one of the addresses the mail names is ours. */
  isOwn: (address: string) => boolean;
  /** Facts of the records looked at, as they stood. */
  records: ReadRecord;
}

/** Reads everything the routing of one mail looks at, in few statements. Changes nothing. */
export async function loadRouteFacts(
  ctx: Ctx,
  examined: Examined,
  source: MailSource,
  settled: Promise<RouteSettings> = loadRouteSettings(ctx),
): Promise<LoadedFacts> {
  const { mail, bounce, automatic, spam, authentication } = examined;
  const threadIds = [...mail.references, ...(mail.inReplyTo ? [mail.inReplyTo] : [])];
  const ownId = answeredId(mail);
  const written = recipientsOf(mail, source);
  const tokens = readTokens(ctx.env.appSecret, allRecipients(written as RouteFacts), ctx.now());
  const known = withoutTokens(written);
  const from = mail.from && normaliseAddress(mail.from.address);
  const named = [...allRecipients(known as RouteFacts), ...mailboxOf(source).map(({ address }) => address)];
  const [found, settings] = await Promise.all([
    loadKnown(ctx, {
      author: from,
      localParts: localParts(from ? [...named, from] : named),
      referredIds: threadIds.slice(-newestReferences),
      ownId,
      tokenMessageId: tokens.messageId,
      answerTo: mail.returnPath || from,
    }),
    settled,
  ]);
  const { domains } = found;
  const isOwn = ownAddresses(found.aliases, domains);
  const author = authorOf(mail.from, found.candidates, from !== null && isOwn(from));
  const lists = readSenderLists(author.email, found.lists);
  const records = recordCache(ctx);
  const deliveredTo = isOurs(known, found.aliases, domains)
    ? known.deliveredTo
    : [...known.deliveredTo, ...mailboxOf(source)];
  const rows = namedBy(found.aliases, { ...known, deliveredTo });
  const [matches, aliases] = await Promise.all([
    threadMatches(found.referred, author, records),
    aliasFacts(rows, author, records),
  ]);
  const fallback = source.fallbackModel && isDocumentModel(source.fallbackModel) ? source.fallbackModel : null;
  const loop = {
    address: author.email,
    minutes: settings['mail.gateway.loop.minutes'],
    threshold: settings['mail.gateway.loop.threshold'],
    allowListed: lists.allowListed,
    fallback,
  };
  const facts: LoadedFacts['facts'] = {
    ...known,
    deliveredTo,
    returnPath: mail.returnPath,
    tokens,
    referredIds: [...threadIds, ...(ownId ? [ownId] : [])],
    bounce,
    reportType: mail.root.type === 'multipart/report' ? (mail.root.params['report-type'] ?? null) : null,
    automatic,
    spam: spam ?? lists.blocked,
    matches,
    aliases,
    domains,
    platformDomain: settings['perfectwork.platform.domain'],
    allowedDomains: settings['mail.catchall.domain.allowed'],
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
    loop: await loadLoop(ctx, loop, matches, aliases),
    recentlyAnswered: found.answered.length > 0,
  };
  return { facts, author, hasBounces: found.bounced[0]?.hasBounces ?? false, isOwn, records };
}

function localParts(addresses: string[]): string[] {
  return [...new Set(addresses.map((address) => localPartOf(address).toLowerCase()))];
}

/** The aliases one of the recipients may mean. */
function namedBy(rows: AliasRow[], known: Recipients): AliasRow[] {
  const names = localParts(allRecipients(known as RouteFacts));
  return rows.filter(({ localPart }) => names.includes(localPart));
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
function isOurs(known: Recipients, aliases: AliasRow[], domains: RouteFacts['domains']): boolean {
  const addresses = allRecipients(known as RouteFacts);
  return addresses.some(
    (address) =>
      aliases.some((one) => one.domain !== null && address === `${one.localPart}@${one.domain}`) ||
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
