import { createHmac } from 'node:crypto';
import { deriveKey } from '#lib/core/crypto.ts';

/** What tells one installation's database from a copy of it. */
export interface IdentityFacts {
  /** Given to a cluster when it is created (`pg_control_system`); null where the server does not tell it. */
  systemIdentifier: string | null;
  database: string;
  /** Object numbers of the database and of our table: a restore assigns new ones. */
  objects: string;
  /** Of the embedded database, whose folder can be copied whole; null for a server that many machines share. */
  place: { dataDir: string; machineId: string } | null;
}

/**
 * The name of an installation: an HMAC-SHA256 of its facts under a key of APP_SECRET, so that it tells nothing about
 * the machine and cannot be forged into a copy. Equal for all machines on one external database, different for a
 * restored dump, a cloned database, and a DATA_DIR in another place.
 */
export function makeIdentity(appSecret: string, { systemIdentifier, database, objects, place }: IdentityFacts): string {
  const parts = [systemIdentifier ?? '', database, objects, place?.dataDir ?? '', place?.machineId ?? ''];
  return createHmac('sha256', deriveKey(appSecret, 'identity')).update(JSON.stringify(parts)).digest('base64url');
}

/** How much of an identity people see: enough to tell two apart. */
export function shortIdentity(identity: string | null): string | null {
  return identity === null ? null : identity.slice(0, 8);
}
