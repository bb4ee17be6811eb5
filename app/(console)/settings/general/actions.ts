'use server';
import { type ActionResult, runAction } from '#lib/auth/action-client.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { archiveOwnServers } from '#lib/mail/servers/archive-own-servers.ts';
import type { OauthSetupInput } from '#lib/mail/servers/oauth/oauth-setup-schema.ts';
import { saveOauthSetup } from '#lib/mail/servers/oauth/save-oauth-setup.ts';
import { deleteParameter } from '#lib/parameters/delete-parameter.ts';
import { setParameter } from '#lib/parameters/set-parameter.ts';

interface EmailSettings {
  emailDomain: string;
  defaultFrom: string;
}

/** The form's fields and the parameters behind them. */
const keys = { emailDomain: 'mail.catchall.domain', defaultFrom: 'mail.default.from' };

/** Saves the email domain and the default From, both or none. */
export async function saveEmailSettings(input: EmailSettings): Promise<ActionResult<void>> {
  let field: keyof EmailSettings = 'emailDomain';
  const result = await runAction((ctx) =>
    inTransaction(ctx, async (tx) => {
      for (field of ['emailDomain', 'defaultFrom'] as const) await saveOne(tx, keys[field], String(input[field] ?? ''));
    }),
  );
  // The verb speaks of "value": the form has two of them.
  return result.ok ? result : { ...result, errors: result.errors.map((error) => ({ ...error, path: field })) };
}

/** Keeps how this installation is registered with Google or Microsoft. */
export async function saveMailAccounts(input: OauthSetupInput) {
  return runAction((ctx) => saveOauthSetup(ctx, input));
}

/** Archives every own server: external email servers are switched off. */
export async function switchServersOff() {
  return runAction((ctx) => archiveOwnServers(ctx));
}

async function saveOne(ctx: Ctx, key: string, value: string): Promise<void> {
  if (value.trim() === '') await deleteParameter(ctx, key);
  else await setParameter(ctx, key, { value });
}
