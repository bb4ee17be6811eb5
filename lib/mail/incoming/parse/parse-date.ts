const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Minutes east of UTC of the obsolete zone names of RFC 5322 section 4.3. */
const ZONES: Record<string, number> = {
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  CET: 60,
  CEST: 120,
  JST: 540,
  BST: 60,
};

const RFC_5322 =
  /(\d{1,2})[ -]+([a-z]{3})[a-z]*[ -,]+(\d{2,4})[ ,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?[^+\-a-z]*(?:([+-])(\d{2}):?(\d{2})|([a-z]{1,4}))?/i;
const ISO = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?[^+-]*(?:([+-])(\d{2}):?(\d{2}))?/;

/**
 * The instant a Date header names, as ISO 8601 in UTC. Two-digit years, month names in full, missing seconds and
 * obsolete zones are read; a date without a zone is taken as UTC. Null where no date can be read.
 */
export function parseDate(value: string | null): string | null {
  if (value === null) return null;
  const text = value
    .slice(0, 200)
    .replace(/\([^()]*\)/g, ' ')
    .trim();
  const parts = RFC_5322.exec(text);
  if (parts) {
    const month = MONTHS.indexOf((parts[2] ?? '').toLowerCase());
    return month < 0
      ? null
      : instant(
          [year(parts[3]), month, parts[1], parts[4], parts[5], parts[6]],
          offset(parts[7], parts[8], parts[9], parts[10]),
        );
  }
  const iso = ISO.exec(text);
  if (iso) return instant([iso[1], Number(iso[2]) - 1, iso[3], iso[4], iso[5], iso[6]], offset(iso[7], iso[8], iso[9]));
  return null;
}

/** Two digits up to 49 are 20xx, three digits count from 1900 (RFC 5322 section 4.3). */
function year(text = ''): number {
  const number = Number(text);
  if (text.length >= 4) return number;
  return text.length === 2 && number < 50 ? number + 2_000 : number + 1_900;
}

function offset(sign?: string, hours?: string, minutes?: string, zone?: string): number {
  if (sign) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return ZONES[(zone ?? '').toUpperCase()] ?? 0;
}

function instant(fields: (string | number | undefined)[], offsetMinutes: number): string | null {
  const [y, month, day, hour, minute, second] = fields.map((field) => Number(field ?? 0));
  const time = Date.UTC(y ?? 0, month ?? 0, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0) - offsetMinutes * 60_000;
  const date = new Date(time);
  const plausible = Number.isFinite(time) && date.getUTCFullYear() >= 1970 && date.getUTCFullYear() < 10_000;
  return plausible ? date.toISOString() : null;
}
