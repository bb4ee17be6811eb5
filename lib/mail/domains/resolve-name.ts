import type { Answer } from 'dns-packet';
import { addMilliseconds } from '#lib/core/clock.ts';
import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { DnsQuestion } from './ask-dns-server.ts';
import { dnsServerList } from './dns-server-list.ts';
import { queryDns } from './query-dns.ts';
import { reservedNames } from './reserved-names.ts';

/** Records as Node's own resolver gives them: texts in their pieces, addresses, names, mail exchangers. */
export type ResolvedRecords = string[] | string[][] | { exchange: string; priority: number }[];

/** Why there are none, in the codes of Node's resolver: no such name, no such record, no answer, not a name. */
type Failure = 'ENOTFOUND' | 'ENODATA' | 'ETIMEOUT' | 'EBADNAME';
type Found = { records: ResolvedRecords } | { failure: Failure; message: string };

const longestWaitMs = 2_000;
/** Seconds an answer is kept at least and at most, whatever its TTL; without one, the middle. A failure: the least. */
const keptFor = { least: 60, most: 3_600, unsaid: 300 };
const mostKept = 5_000;
/** After so many look-ups in a row that nobody answered, none is made for a while: mail must not wait for each. */
const patience = { silences: 5, restMs: 15_000 };

const kept = new Map<string, { found: Promise<Found>; until: Date }>();
const silence = { count: 0, until: new Date(0) };

/**
 * Looks a name up for a check of a sender, in two seconds at most. Answers are kept in memory, and shared by all who ask
 * at the same time.
 * @throws Error with a code of Node's resolver: `ENOTFOUND`, `ENODATA`, `ETIMEOUT`, `EBADNAME`
 */
export async function resolveName(ctx: Ctx, name: string, type: DnsQuestion['type']): Promise<ResolvedRecords> {
  const key = `${ctx.env.dnsServers ?? ''} ${type} ${name.toLowerCase()}`;
  const now = ctx.now();
  const known = kept.get(key);
  const found = await (known && known.until > now ? known.found : askAndKeep(ctx, key, { name, type }));
  if ('records' in found) return found.records;
  throw Object.assign(new Error(found.message), { code: found.failure });
}

function askAndKeep(ctx: Ctx, key: string, question: DnsQuestion): Promise<Found> {
  const entry = { found: Promise.resolve<Found>({ records: [] }), until: addMilliseconds(ctx.now(), longestWaitMs) };
  entry.found = ask(ctx, question).then(({ found, seconds }) => {
    entry.until = addMilliseconds(ctx.now(), seconds * 1000);
    return found;
  });
  kept.delete(key);
  const [oldest] = kept.keys();
  if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
  kept.set(key, entry);
  return entry.found;
}

async function ask(ctx: Ctx, question: DnsQuestion): Promise<{ found: Found; seconds: number }> {
  const { name, type } = question;
  const fail = (failure: Failure, message: string, seconds = keptFor.least) => ({
    found: { failure, message },
    seconds,
  });
  if (!isName(name)) return fail('EBADNAME', `${name} is not a name`);
  if (ctx.env.dnsServers === undefined && reservedNames.test(name)) return fail('ENOTFOUND', `${name} is reserved`);
  if (silence.until > ctx.now()) return fail('ETIMEOUT', 'DNS does not answer at present', 0);
  try {
    const { exists, records, ttl } = await queryDns(
      dnsServerList(ctx.env),
      question,
      AbortSignal.timeout(longestWaitMs),
    );
    silence.count = 0;
    const seconds = Math.min(keptFor.most, Math.max(keptFor.least, ttl ?? keptFor.unsaid));
    if (!exists) return fail('ENOTFOUND', `there is no ${name}`, seconds);
    if (records.length === 0) return fail('ENODATA', `${name} has no ${type} record`, seconds);
    return { found: { records: asNodeDoes(records) }, seconds };
  } catch (error) {
    silence.count += 1;
    if (silence.count >= patience.silences) {
      silence.count = 0;
      silence.until = addMilliseconds(ctx.now(), patience.restMs);
    }
    return fail('ETIMEOUT', messageOf(error));
  }
}

/** RFC 1035 section 2.3.4. */
function isName(name: string): boolean {
  const labels = name.replace(/\.$/, '').split('.');
  return name.length <= 253 && labels.every((label) => label.length > 0 && Buffer.byteLength(label) <= 63);
}

function asNodeDoes(records: Answer[]): ResolvedRecords {
  if (records[0]?.type === 'MX') {
    return records.flatMap((one) =>
      one.type === 'MX' ? [{ exchange: one.data.exchange, priority: one.data.preference ?? 0 }] : [],
    );
  }
  if (records[0]?.type === 'TXT') {
    return records.flatMap((one) => (one.type === 'TXT' ? [piecesOf(one.data)] : []));
  }
  return records.flatMap((one) => ('data' in one && typeof one.data === 'string' ? [one.data] : []));
}

function piecesOf(data: string | Buffer | (string | Buffer)[]): string[] {
  return (Array.isArray(data) ? data : [data]).map((piece) => piece.toString());
}
