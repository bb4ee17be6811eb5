import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { authenticate, type SPFResult, spf } from 'mailauth';
import { type Figure, Tally } from './figures.ts';

type Data = string | string[] | [number, string];
type Zone = Record<string, ('TIMEOUT' | Record<string, Data>)[]>;

interface SpfSuite {
  zonedata: Zone;
  tests: Record<string, { helo: string; host: string; mailfrom: string; result: string | string[] }>;
}

interface ArcSuite {
  'txt-records': string | Record<string, string>;
  tests: Record<string, { message: string; cv: string }>;
}

/** The library that checks senders, as strict as we use it, against the suites of RFC 7208 (SPF) and RFC 8617 (ARC). */
export async function checkAuthentication(folder: string): Promise<Figure[]> {
  const sender = new Tally('SPF: result', 0.98);
  for (const { zonedata, tests } of suites<SpfSuite>(folder, 'spf')) {
    for (const [name, { helo, host, mailfrom, result }] of Object.entries(tests)) {
      const found = await spf({
        ip: host,
        helo,
        sender: mailfrom,
        mta: 'mx.test',
        strict: true,
        resolver: resolverOf(zonedata),
      });
      const word = (found as SPFResult).status.result;
      sender.check([result].flat().includes(word), `${name}: ${word} instead of ${result}`);
    }
  }
  return [sender.figure(), await checkArc(folder)];
}

async function checkArc(folder: string): Promise<Figure> {
  const chain = new Tally('ARC: chain', 0.95);
  for (const suite of suites<ArcSuite>(folder, 'arc')) {
    for (const [name, { message, cv }] of Object.entries(suite.tests)) {
      // Two chains that end in a failure state no result.
      if (message === '' || cv === '') continue;
      const resolver = resolverOf(textZone(suite['txt-records']));
      const raw = Buffer.from(message.replace(/\r?\n/g, '\r\n'));
      const { arc } = await authenticate(raw, {
        resolver,
        disableDmarc: true,
        disableBimi: true,
        minBitLength: 512,
        strict: true,
      });
      const word = arc ? arc.status.result : 'none';
      chain.check(word === cv.toLowerCase(), `${name}: ${word} instead of ${cv}`);
    }
  }
  return chain.figure();
}

function suites<Suite>(folder: string, name: string): Suite[] {
  return (JSON.parse(readFileSync(join(folder, `dev-${name}.json`), 'utf8')) as { suites: Suite[] }).suites;
}

function textZone(records: ArcSuite['txt-records']): Zone {
  const entries = typeof records === 'string' ? {} : records;
  return Object.fromEntries(Object.entries(entries).map(([name, text]) => [name, [{ TXT: text }]]));
}

/** Answers from zone data as Node's resolver would. */
function resolverOf(zone: Zone) {
  const names = new Map(Object.entries(zone).map(([name, records]) => [name.toLowerCase(), records]));
  return async (name: string, type: string) => {
    const records = names.get(name.toLowerCase().replace(/\.$/, ''));
    if (!records) throw failure('ENOTFOUND');
    const given = records.filter((record) => typeof record === 'object');
    // RFC 7208 dropped the record type SPF: what stands under it is a text, unless texts are given.
    const key = type === 'TXT' && !given.some((record) => 'TXT' in record) ? 'SPF' : type;
    const found = given.map((record) => record[key]).filter((data) => data !== undefined && data !== 'NONE');
    if (found.length === 0) throw failure(records.includes('TIMEOUT') ? 'ETIMEOUT' : 'ENODATA');
    return shapedAs(type, found as Data[]);
  };
}

function shapedAs(type: string, found: Data[]) {
  if (type === 'TXT') return found.map((text) => [text].flat().map(String));
  if (type === 'MX') return found.map(([priority, exchange]) => ({ priority, exchange })) as never;
  return found.map(String);
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}
