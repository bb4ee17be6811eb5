import type { Result } from '#lib/core/result.ts';
import type { Ctx } from '#lib/db/context.ts';
import { checkRecipient, type KnownRecipient, type RecipientRefusal } from './check-recipient.ts';
import { loadRecipientFacts } from './load-recipient-facts.ts';

export type LookUp = (address: string) => Promise<Result<KnownRecipient, RecipientRefusal>>;

const rememberMs = 3000;
const most = 1000;

/**
 * Looks recipients up. Known ones are remembered for three seconds, as the same few get most mails; unknown ones never:
 * an alias made this moment must not be refused for good.
 */
export function knownRecipients(ctx: Ctx): LookUp {
  const known = new Map<string, { found: KnownRecipient; until: number }>();
  return async (address) => {
    const now = ctx.now().getTime();
    const remembered = known.get(address);
    if (remembered && remembered.until > now) return { ok: true, value: remembered.found };
    const result = checkRecipient(address, await loadRecipientFacts(ctx, address));
    if (known.size >= most) known.clear();
    if (result.ok) known.set(address, { found: result.value, until: now + rememberMs });
    return result;
  };
}
