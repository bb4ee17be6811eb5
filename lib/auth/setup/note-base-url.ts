import type { Ctx } from '#lib/db/context.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';
import { storeParameter } from '#lib/parameters/store-parameter.ts';

/**
 * Takes the base of links from an administrator's own request: once while it is unset, or each time while
 * `web.base.url.freeze` is off. PUBLIC_URL in the environment wins over both.
 * @param origin e.g. `https://mail.mycompany.example`
 */
export async function noteBaseUrl(ctx: Ctx, origin: string): Promise<void> {
  if (ctx.env.publicUrlGiven || !URL.canParse(origin)) return;
  const known = await readParameter(ctx, 'web.base.url');
  const isFrozen = await readParameter(ctx, 'web.base.url.freeze');
  const wanted = new URL(origin).origin;
  if (wanted === 'null' || known === wanted || (known !== null && isFrozen)) return;
  await storeParameter(ctx, 'web.base.url', wanted);
}
