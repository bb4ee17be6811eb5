import { addMilliseconds } from '#lib/core/clock.ts';
import { messageOf } from '#lib/core/errors.ts';
import { slots } from '#lib/core/slots.ts';
import type { Ctx } from '#lib/db/context.ts';
import { normaliseDomain } from '#lib/mail/message/address.ts';
import type { DnsQuestion } from './ask-dns-server.ts';
import { discoverDmarcPolicy } from './discover-dmarc-policy.ts';
import type { DmarcPolicy } from './dmarc-record.ts';
import { dnsServerList } from './dns-server-list.ts';
import { queryDns } from './query-dns.ts';
import { reservedNames } from './reserved-names.ts';
import { findPolicies, type KeptPolicy, savePolicies } from './store.ts';

/** What is known of a domain's DMARC policy. */
export interface KnownPolicy {
  /** In ASCII, lower case. */
  domain: string;
  /** `unknown`: DNS did not answer, `error` says how. */
  policy: DmarcPolicy | 'unknown';
  /** The record as found; null: it publishes none. */
  record: string | null;
  error: string | null;
}

/** All look-ups of one call together may take this long: mail waits for them. */
const longestWaitMs = 2_000;
const atOnce = 32;
/** Seconds an answer is kept at least and at most, whatever its TTL; without one, the middle. */
const keptFor = { least: 300, most: 86_400, unsaid: 3_600 };
/** A failure of DNS is soon asked again. */
const failureKeptForMs = 60_000;

/** What is kept from earlier look-ups and still holds; one question to the database, none to DNS. */
export async function knownDmarcPolicies(ctx: Ctx, domains: string[]): Promise<Map<string, KnownPolicy>> {
  if (domains.length === 0) return new Map();
  const kept = await findPolicies(ctx.db, [...new Set(domains.map(normaliseDomain))], ctx.now());
  return new Map(kept.map((row) => [row.domain, asKnown(row)]));
}

/**
 * Asks DNS for the DMARC policies of domains, all at once, each once, for at most two seconds together; keeps the answers
 * as long as their TTL says (five minutes to a day). A domain without an answer is `unknown`, and kept for a minute.
 * Never throws: mail that waits for it may have lost interest, and nobody would hear.
 */
export async function lookUpDmarcPolicies(ctx: Ctx, domains: string[]): Promise<Map<string, KnownPolicy>> {
  const wanted = [...new Set(domains.map(normaliseDomain))];
  const signal = AbortSignal.timeout(longestWaitMs);
  const places = slots(atOnce);
  const rows = await Promise.all(wanted.map((domain) => places.run(() => askOnce(ctx, domain, signal))));
  await keep(ctx, rows);
  return new Map(rows.map((row) => [row.domain, asKnown(row)]));
}

/** What is known need not be kept to be used: mail goes on, and its batch with it, while the database is away. */
async function keep(ctx: Ctx, rows: KeptPolicy[]): Promise<void> {
  try {
    await savePolicies(ctx.db, rows);
  } catch (error) {
    ctx.log.warn({ reason: messageOf(error) }, 'DMARC policies could not be kept; they are looked up again');
  }
}

/** One domain: what is kept, else DNS. */
export async function lookUpDmarcPolicy(ctx: Ctx, domain: string): Promise<KnownPolicy | null> {
  const known = await knownDmarcPolicies(ctx, [domain]);
  const found = known.size > 0 ? known : await lookUpDmarcPolicies(ctx, [domain]);
  return found.get(normaliseDomain(domain)) ?? null;
}

const underWay = new Map<string, Promise<KeptPolicy>>();

/** Two batches that ask for the same domain share one look-up. */
function askOnce(ctx: Ctx, domain: string, signal: AbortSignal): Promise<KeptPolicy> {
  const key = `${ctx.env.dnsServers ?? ''} ${domain}`;
  const running = underWay.get(key) ?? ask(ctx, domain, signal).finally(() => underWay.delete(key));
  underWay.set(key, running);
  return running;
}

async function ask(ctx: Ctx, domain: string, signal: AbortSignal): Promise<KeptPolicy> {
  const servers = dnsServerList(ctx.env);
  const isReserved = ctx.env.dnsServers === undefined && reservedNames.test(domain);
  const query = (question: DnsQuestion) => (isReserved ? nothing : queryDns(servers, question, signal));
  try {
    const { policy, record, ttl } = await discoverDmarcPolicy(query, domain);
    const seconds = Math.min(keptFor.most, Math.max(keptFor.least, ttl ?? keptFor.unsaid));
    const checkedAt = ctx.now();
    return { domain, policy, record, error: null, checkedAt, expiresAt: addMilliseconds(checkedAt, seconds * 1000) };
  } catch (error) {
    const checkedAt = ctx.now();
    const expiresAt = addMilliseconds(checkedAt, failureKeptForMs);
    return { domain, policy: null, record: null, error: messageOf(error), checkedAt, expiresAt };
  }
}

const nothing = Promise.resolve({ exists: false, records: [], ttl: null });

function asKnown({ domain, policy, record, error }: KeptPolicy): KnownPolicy {
  return { domain, policy: error === null ? (policy ?? 'none') : 'unknown', record, error };
}
