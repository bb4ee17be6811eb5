import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireSignedIn } from '#lib/auth/permissions.ts';
import { sha256 } from '#lib/core/crypto.ts';
import { AppError } from '#lib/core/errors.ts';
import { randomToken } from '#lib/core/ids.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { type CreateApiKeyInput, type CreatedApiKey, createApiKeySchema } from './api-key-schema.ts';
import { insertKey } from './store.ts';

/**
 * Makes a key that acts for the user who makes it. The answer is the only place where it stands in full.
 * @throws AppError `forbidden` for a key that would grant more than the key it is made with
 */
export async function createApiKey(ctx: Ctx, input: CreateApiKeyInput): Promise<CreatedApiKey> {
  requireSignedIn(ctx.actor);
  const { name, scopes } = parseInput(createApiKeySchema, input);
  const { userId } = ctx.actor;
  if (userId === null) throw new AppError('forbidden', 'Only a user can own an API key.');
  requireOwnScopes(ctx.actor.scopes, scopes);
  const key = `pw_${randomToken()}`;
  const item = await inTransaction(ctx, async (tx) => {
    const made = await insertKey(tx.db, { name, scopes, userId, keyHash: sha256(key), prefix: key.slice(0, 8) });
    if (!made) throw new AppError('conflict', 'This key exists already. Try again.');
    await recordAudit(tx, {
      action: 'api-key.create',
      targetType: 'api-key',
      targetId: made.id,
      after: { name, scopes },
    });
    return made;
  });
  return { ...item, key };
}

function requireOwnScopes(own: string[], wanted: string[]): void {
  if (own.includes('*')) return;
  const beyond = wanted.find((scope) => !own.includes(scope));
  if (beyond)
    throw new AppError('forbidden', `The key you use does not hold the scope ${beyond}, so it cannot grant it.`);
}
