import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { DkimAlgorithm } from '#lib/core/enumerations.ts';

const generate = promisify(generateKeyPair);

export interface DkimKeyPair {
  /** PEM (PKCS #8). */
  privateKey: string;
  /** What the `p=` tag holds: SPKI for RSA (RFC 6376 section 3.6.1), the 32 bytes themselves for Ed25519 (RFC 8463). */
  publicKey: string;
}

/** Makes a key pair; RSA takes a fraction of a second, in the thread pool. */
export async function generateDkimKeyPair(algorithm: DkimAlgorithm): Promise<DkimKeyPair> {
  const pair = algorithm === 'ed25519' ? await generate('ed25519') : await generate('rsa', { modulusLength: 2048 });
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' });
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: (algorithm === 'ed25519' ? spki.subarray(-32) : spki).toString('base64'),
  };
}
