import { createHmac } from 'node:crypto';
import { deriveKey, sameText } from './crypto.ts';
import type { Result } from './result.ts';

const dayMs = 86_400_000;
/** 80 bits: nobody guesses them over a mail server. */
const shortMacLength = 20;

/**
 * Signs a small statement for a link: `<payload>.<HMAC-SHA256>`, both base64url.
 * @param expiresAt after this moment {@link readToken} answers null; leave out for a link that never expires
 */
export function signToken(appSecret: string, purpose: string, data: unknown, expiresAt?: Date): string {
  const payload = Buffer.from(JSON.stringify({ d: data, e: expiresAt?.getTime() })).toString('base64url');
  return `${payload}.${macOf(appSecret, purpose, payload)}`;
}

/** What {@link signToken} was given, or null when the token was changed, belongs to another purpose, or is expired. */
export function readToken(appSecret: string, purpose: string, token: string, now: Date): unknown {
  const [payload, mac] = token.split('.');
  if (!payload || !mac || !sameText(mac, macOf(appSecret, purpose, payload))) return null;
  const { d, e } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  return e !== undefined && e < now.getTime() ? null : d;
}

function macOf(appSecret: string, purpose: string, payload: string): string {
  return createHmac('sha256', deriveKey(appSecret, 'tokens')).update(`${purpose}:${payload}`).digest('base64url');
}

/**
 * Signs a number for a mail address: `<number>-<day>-<HMAC>`, at most 36 letters, digits and hyphens in lower case,
 * because mail servers may change the case of what stands before the @ and take 64 characters there.
 */
export function signNumber(appSecret: string, purpose: string, value: number, now: Date): string {
  const payload = `${value.toString(36)}-${Math.floor(now.getTime() / dayMs).toString(36)}`;
  return `${payload}-${shortMacOf(appSecret, purpose, payload)}`;
}

/**
 * What {@link signNumber} was given.
 * @param lifeDays so many days after the signing it still counts
 */
export function readNumber(
  appSecret: string,
  purpose: string,
  token: string,
  { now, lifeDays }: { now: Date; lifeDays: number },
): Result<number, 'changed' | 'expired'> {
  const [value = '', day = '', mac = ''] = token.toLowerCase().split('-');
  if (!sameText(mac, shortMacOf(appSecret, purpose, `${value}-${day}`))) return { ok: false, reason: 'changed' };
  const ends = (Number.parseInt(day, 36) + lifeDays + 1) * dayMs;
  if (ends < now.getTime()) return { ok: false, reason: 'expired' };
  return { ok: true, value: Number.parseInt(value, 36) };
}

function shortMacOf(appSecret: string, purpose: string, payload: string): string {
  const mac = createHmac('sha256', deriveKey(appSecret, 'tokens')).update(`${purpose}:${payload}`).digest('hex');
  return mac.slice(0, shortMacLength);
}
