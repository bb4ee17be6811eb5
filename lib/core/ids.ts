import { randomBytes } from 'node:crypto';

/**
 * A random text that cannot be guessed, safe in URLs.
 * @param bytes entropy in bytes; 32 for anything that grants access
 */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}
