import type { Answer, DecodedPacket } from 'dns-packet';
import { AppError, messageOf } from '#lib/core/errors.ts';
import { askDnsServer, type DnsQuestion } from './ask-dns-server.ts';
import type { DnsServer } from './dns-server-list.ts';

/** What DNS says about a name. */
export interface DnsAnswer {
  /** False: there is no such name (NXDOMAIN). True also where it only has no record of the type asked. */
  exists: boolean;
  /** Of the type asked; CNAMEs are followed by the resolver. */
  records: Answer[];
  /** Seconds this holds; null where the answer does not say. */
  ttl: number | null;
}

/** One resolver gets this long before the next is asked; the first is asked once more after the last. */
const patienceMs = 700;
const rounds = 2;

/**
 * Asks the resolvers, one after the other, until one of them knows.
 * @param signal ends everything
 * @throws AppError `unavailable` when none answers, or all of them fail
 */
export async function queryDns(servers: DnsServer[], question: DnsQuestion, signal: AbortSignal): Promise<DnsAnswer> {
  let cause: unknown = new Error('no resolver is set up');
  for (const server of Array.from({ length: rounds }, () => servers).flat()) {
    if (signal.aborted) break;
    try {
      const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
      const packet = await askDnsServer(server, question, patience);
      const rcode = rcodeOf(packet);
      if (rcode === 'NOERROR' || rcode === 'NXDOMAIN') return readAnswer(packet, question);
      cause = new Error(`the resolver answered ${rcode}`);
    } catch (error) {
      cause = error;
    }
  }
  throw new AppError('unavailable', `DNS did not answer for ${question.name}: ${explain(cause)}.`, { cause });
}

/** The library decodes it, its types forget it. */
function rcodeOf(packet: DecodedPacket): string {
  return (packet as DecodedPacket & { rcode: string }).rcode;
}

function explain(cause: unknown): string {
  const timedOut = cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'AbortError');
  return timedOut ? 'no answer in time' : messageOf(cause);
}

function readAnswer(packet: DecodedPacket, { type }: DnsQuestion): DnsAnswer {
  const answers = packet.answers ?? [];
  const records = answers.filter((answer) => answer.type === type);
  const ttls = answers.flatMap((answer) => ('ttl' in answer && answer.ttl !== undefined ? [answer.ttl] : []));
  const ttl = records.length > 0 && ttls.length > 0 ? Math.min(...ttls) : negativeTtl(packet);
  return { exists: rcodeOf(packet) !== 'NXDOMAIN', records, ttl };
}

/** How long "there is none" holds (RFC 2308 section 5). */
function negativeTtl({ authorities = [] }: DecodedPacket): number | null {
  const soa = authorities.find((record) => record.type === 'SOA');
  if (soa?.type !== 'SOA') return null;
  return Math.min(soa.ttl ?? Number.POSITIVE_INFINITY, soa.data.minimum ?? Number.POSITIVE_INFINITY);
}

/** The texts of TXT records, their pieces joined (RFC 7208 section 3.3). */
export function textsOf(records: Answer[]): string[] {
  return records.flatMap((record) => {
    if (record.type !== 'TXT') return [];
    const pieces = Array.isArray(record.data) ? record.data : [record.data];
    return [pieces.map((piece) => piece.toString()).join('')];
  });
}
