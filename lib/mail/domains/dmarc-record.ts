/** What a domain asks receivers to do with mail that fails DMARC. */
export type DmarcPolicy = 'none' | 'quarantine' | 'reject';

/** A valid DMARC record; `subdomains` and `missing` fall back to the policy before them. */
export interface DmarcRecord {
  text: string;
  policy: DmarcPolicy;
  /** `sp`: for sub-domains. */
  subdomains: DmarcPolicy;
  /** `np`: for sub-domains that do not exist (RFC 9091 section 3.2). */
  missing: DmarcPolicy;
}

/** `absent`: no DMARC record at all; `void`: something that asks for nothing, and ends the search. */
export type DmarcReading = DmarcRecord | 'absent' | 'void';

const policies = ['none', 'quarantine', 'reject'] as const;
/** The version is the first tag and spelt exactly so; blanks around `=` are allowed (RFC 7489 section 6.4). */
const version = /^[vV][ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)/;
const reportingUri = /^[a-z][a-z0-9+.-]*:\S/i;

/**
 * Reads the TXT records of `_dmarc.<domain>` (RFC 7489 sections 6.3 and 6.6.3). Other texts are ignored; of several
 * DMARC records none counts. A record with a broken policy counts as `p=none` when it asks for reports, else not at all.
 */
export function readDmarcRecords(texts: string[]): DmarcReading {
  // A NUL, which no database keeps, is no reason to fail on somebody else's record.
  const records = texts.map((text) => text.replaceAll('\0', ' ').trim()).filter((text) => version.test(text));
  const [text] = records;
  if (text === undefined) return 'absent';
  if (records.length > 1) return 'void';
  const tags = readTags(text);
  if (tags === null) return 'void';
  const [p, sp, np] = ['p', 'sp', 'np'].map((name) => readPolicy(tags.get(name)));
  if (p && sp !== null && np !== null) {
    const subdomains = sp ?? p;
    return { text, policy: p, subdomains, missing: np ?? subdomains };
  }
  const reports = (tags.get('rua') ?? '').split(',').some((uri) => reportingUri.test(uri.trim()));
  return reports ? { text, policy: 'none', subdomains: 'none', missing: 'none' } : 'void';
}

/** A tag that stands twice makes the whole list invalid (RFC 6376 section 3.2). */
function readTags(text: string): Map<string, string> | null {
  const tags = new Map<string, string>();
  for (const part of text.split(';')) {
    const [, name, value] = /^\s*([A-Za-z][\w-]*)\s*=\s*(.*?)\s*$/s.exec(part) ?? [];
    if (name === undefined || value === undefined) continue;
    const key = name.toLowerCase();
    if (tags.has(key)) return null;
    tags.set(key, value);
  }
  return tags;
}

/** undefined: not given; null: not one of the three. */
function readPolicy(value: string | undefined): DmarcPolicy | null | undefined {
  if (value === undefined) return undefined;
  return policies.find((policy) => policy === value.toLowerCase()) ?? null;
}
