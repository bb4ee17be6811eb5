import type { Ctx } from '#lib/db/context.ts';
import { readParameter } from './read-parameter.ts';

/** What links in mails begin with, without a trailing slash: `web.base.url`, else the address the console listens at. */
export async function baseUrl(ctx: Ctx): Promise<string> {
  return (await readParameter(ctx, 'web.base.url')) ?? ctx.env.publicUrl;
}
