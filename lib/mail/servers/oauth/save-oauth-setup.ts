import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { probeServerNow } from '#lib/mail/outgoing/verdict/record-server-health.ts';
import { deleteParameter } from '#lib/parameters/delete-parameter.ts';
import { setParameter } from '#lib/parameters/set-parameter.ts';
import { type OauthSetupInput, oauthSetupSchema } from './oauth-setup-schema.ts';
import { selectServersAt } from './store.ts';

/**
 * Keeps how this installation is registered with a provider, all or nothing. Mail that waits for its servers
 * tries them at once. Administrators only.
 * @throws AppError `invalid` on the field that is wrong
 */
export async function saveOauthSetup(ctx: Ctx, input: OauthSetupInput): Promise<void> {
  requireAdministrator(ctx.actor);
  const { provider, clientId, clientSecret, tenant } = parseInput(oauthSetupSchema, input);
  await inTransaction(ctx, async (tx) => {
    await store(tx, 'clientId', `mail.oauth.${provider}.client_id`, clientId);
    if (clientSecret !== undefined) {
      await store(tx, 'clientSecret', `mail.oauth.${provider}.client_secret`, clientSecret ?? '');
    }
    if (provider === 'microsoft' && tenant !== undefined) {
      await store(tx, 'tenant', 'mail.oauth.microsoft.tenant', tenant);
    }
    for (const id of await selectServersAt(tx.db, provider)) await probeServerNow(tx, id);
  });
}

async function store(ctx: Ctx, field: string, key: string, value: string): Promise<void> {
  if (value === '') return deleteParameter(ctx, key);
  try {
    await setParameter(ctx, key, { value });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error;
    throw new AppError('invalid', error.message, { details: { errors: [{ path: field, message: error.message }] } });
  }
}
