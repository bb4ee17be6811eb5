import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** Uses of APP_SECRET; each has a key of its own, so that one leaking says nothing about the others. */
type KeyUse = 'secrets' | 'tokens' | 'fingerprint' | 'identity' | 'next-auth' | 'server-actions';

/** A 32-byte key for one use, derived from APP_SECRET by HKDF-SHA256 (RFC 5869). */
export function deriveKey(appSecret: string, use: KeyUse): Buffer {
  return Buffer.from(hkdfSync('sha256', appSecret, 'perfectwork-mail', use, 32));
}

/**
 * Encrypts a password or token for the database with AES-256-GCM.
 * @returns `v1.<nonce>.<tag>.<ciphertext>`, each part base64url
 */
export function encryptSecret(appSecret: string, plain: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(appSecret, 'secrets'), nonce);
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return ['v1', ...[nonce, cipher.getAuthTag(), body].map((part) => part.toString('base64url'))].join('.');
}

/**
 * Reverses {@link encryptSecret}.
 * @throws Error when the text was changed or encrypted under another APP_SECRET
 */
export function decryptSecret(appSecret: string, sealed: string): string {
  const [version, nonce, tag, body] = sealed.split('.');
  if (version !== 'v1' || !nonce || !tag || body === undefined) throw new Error('not a sealed secret');
  const decipher = createDecipheriv('aes-256-gcm', deriveKey(appSecret, 'secrets'), Buffer.from(nonce, 'base64url'));
  decipher.setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString('utf8');
}

/** What the database keeps of APP_SECRET to notice a process started with another one. */
export function secretFingerprint(appSecret: string): string {
  return createHmac('sha256', deriveKey(appSecret, 'fingerprint')).update('fingerprint').digest('base64url');
}

/** SHA-256 as lower-case hex: the address of a blob, the stored form of tokens and keys. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Compares two texts in constant time. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(sha256(a));
  const right = Buffer.from(sha256(b));
  return timingSafeEqual(left, right);
}
