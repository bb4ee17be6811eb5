import { createHmac } from 'node:crypto';
import { deriveKey, sameText } from './crypto.ts';

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
