import { resolveAlert } from '#lib/alerts/resolve-alert.ts';
import type { Ctx } from '#lib/db/context.ts';
import { forgetSigningKeys, loadSigningKeys } from './signing-keys.ts';

/** The alert about a domain whose key cannot be used. */
export const unusableKeyAlert = 'dkim-key-unusable';

/** After a change of a domain's keys, once it is committed: signs by it from now on, and closes its alert when mended. */
export async function refreshSigning(ctx: Ctx, domain: string): Promise<void> {
  forgetSigningKeys(ctx);
  const keys = (await loadSigningKeys(ctx)).get(domain);
  if (keys === undefined || keys.ok) await resolveAlert(ctx, unusableKeyAlert, domain);
}
