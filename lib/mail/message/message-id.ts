/** Marks the ids of our own automatic answers: mail that refers to one of them answers a robot and is ignored. */
export const LOOP_MARKER = 'loop-detection-bounce';

/** More ids than any honest thread has; the newest are at the end. */
const MAX_IDS = 500;

export interface MessageIdParts {
  /** At least 15 characters of randomness, letters and digits. */
  random: string;
  /** Seconds since 1970. */
  unixTime: number;
  model?: string | null | undefined;
  recordId?: number | null | undefined;
  host: string;
}

/** A Message-ID with its angle brackets: `<random.time-perfectwork-id-model@host>`, or `-private` where there is no document. */
export function makeMessageId({ random, unixTime, model, recordId, host }: MessageIdParts): string {
  const about = model && recordId ? `${recordId}-${model}` : 'private';
  return idOf(`${random}.${Math.trunc(unixTime)}-perfectwork-${about}`, host);
}

/** The Message-ID of an automatic answer (bounce, alias refusal), recognised by `isLoopReference` when it comes back. */
export function makeLoopMessageId({
  random,
  unixTime,
  host,
}: Pick<MessageIdParts, 'random' | 'unixTime' | 'host'>): string {
  return idOf(`${random}.${Math.trunc(unixTime)}-${LOOP_MARKER}-email`, host);
}

function idOf(left: string, host: string): string {
  const safe = (text: string): string => text.replace(/[^A-Za-z0-9._-]+/g, '-');
  return `<${safe(left)}@${safe(host) || 'localhost'}>`;
}

/**
 * The ids of a References, In-Reply-To or Message-ID header, oldest first, each once. White space that folding left
 * inside an id is removed; bare ids without brackets (some mailers write them) count when the header has no bracket.
 */
export function extractMessageIds(raw: string | null | undefined): string[] {
  const text = (raw ?? '').slice(-131_072);
  const tokens = [...text.matchAll(/<([^<>]+)>/g)].map((match) => (match[1] ?? '').replace(/\s+/g, ''));
  const found = tokens.length > 0 ? tokens : text.split(/[\s,;<>]+/).filter((word) => /.@./.test(word));
  const ids = found.filter((token) => token !== '').map((token) => `<${token}>`);
  return [...new Set(ids)].slice(-MAX_IDS);
}

/** Whether an id is one of our own automatic answers. */
export function isLoopReference(id: string): boolean {
  return id.includes(`-${LOOP_MARKER}-`);
}
