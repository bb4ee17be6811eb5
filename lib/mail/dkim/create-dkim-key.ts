import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { encryptSecret } from '#lib/core/crypto.ts';
import type { DkimAlgorithm } from '#lib/core/enumerations.ts';
import { invalidField } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { type CreateDkimKeyInput, createDkimKeySchema, type DkimKeyItem } from './dkim-key-schema.ts';
import { generateDkimKeyPair } from './generate-key-pair.ts';
import { readDkimKey } from './read-dkim-key.ts';
import { refreshSigning } from './refresh-signing.ts';
import { insertDkimKey, selectSelectors } from './store.ts';

/**
 * Makes a key pair for a domain and keeps it, the private half sealed. Unless told otherwise it signs at once: a
 * signature whose record is not published yet counts as none (RFC 6376 section 6.1.2). Administrators only.
 * @throws AppError `invalid` naming the field, also where the domain has a key of that selector
 */
export async function createDkimKey(ctx: Ctx, input: CreateDkimKeyInput): Promise<DkimKeyItem> {
  requireAdministrator(ctx.actor);
  const { domain, algorithm, active, ...given } = parseInput(createDkimKeySchema, input);
  const pair = await generateDkimKeyPair(algorithm);
  const made = await inTransaction(ctx, async (tx) => {
    const selector = given.selector ?? (await freeSelector(tx, domain, usualSelector(algorithm)));
    const row = await insertDkimKey(tx.db, {
      domain,
      selector,
      algorithm,
      active,
      publicKey: pair.publicKey,
      privateKeySealed: encryptSecret(ctx.env.appSecret, pair.privateKey),
      createdBy: ctx.actor.userId,
    });
    if (!row) {
      const message = `${domain} has a key with the selector ${selector} already. Choose another selector, or rotate that key.`;
      throw invalidField('selector', message);
    }
    const after = { domain, selector, algorithm, active };
    await recordAudit(tx, { action: 'dkim-key.create', targetType: 'dkim-key', targetId: row.id, after });
    await publishEvent(tx.db, { topic: 'servers' });
    return readDkimKey(tx, row.id);
  });
  await refreshSigning(ctx, domain);
  return made;
}

function usualSelector(algorithm: DkimAlgorithm): string {
  return algorithm === 'ed25519' ? 'perfectwork-ed' : 'perfectwork';
}

/** `perfectwork`, then `perfectwork-2`, and so on. */
async function freeSelector(ctx: Ctx, domain: string, wanted: string): Promise<string> {
  const taken = await selectSelectors(ctx.db, domain, wanted);
  if (!taken.includes(wanted)) return wanted;
  for (let number = 2; number <= taken.length + 1; number += 1) {
    if (!taken.includes(`${wanted}-${number}`)) return `${wanted}-${number}`;
  }
  return `${wanted}-${taken.length + 2}`;
}
