import { sha256 } from '#lib/core/crypto.ts';
import type { Actor, Ctx } from '#lib/db/context.ts';
import { findUsableKey, touchKey } from './api-keys/store.ts';
import { actorOfAccount } from './session.ts';

/** `lastUsedAt` is exact to this, so that a request does not cost a write. */
const usedEveryMs = 60_000;

/**
 * Who an API key acts for: its user, held to its scopes.
 * @param bearer the key as sent in the Authorization header
 * @returns null for an unknown or revoked key, and when its user was deactivated
 */
export async function authenticateApiKey(ctx: Ctx, bearer: string): Promise<Actor | null> {
  if (bearer.length < 32 || bearer.length > 500) return null;
  // Keys hold 128 bits and more, so a fast hash is enough and the look-up by hash leaks nothing about other keys.
  const found = await findUsableKey(ctx.db, sha256(bearer));
  if (!found) return null;
  const now = ctx.now();
  if (!found.lastUsedAt || now.getTime() - found.lastUsedAt.getTime() > usedEveryMs) {
    await touchKey(ctx.db, found.keyId, now);
  }
  return { ...actorOfAccount(found), kind: 'api_key', scopes: found.scopes };
}
