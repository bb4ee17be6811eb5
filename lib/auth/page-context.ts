import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { Ctx } from '#lib/db/context.ts';
import { currentActor } from './current-actor.ts';
import { isSetUp } from './setup/read-setup-state.ts';
import { webRuntime } from './web-runtime.ts';

/** The context of a console page, for its signed-in user; everybody else is sent to sign in, or to set up first. */
export const pageContext = cache(async (): Promise<Ctx> => {
  const runtime = await webRuntime();
  const actor = await currentActor();
  if (actor) return runtime.ctxFor(actor);
  if (!(await isSetUp(runtime.client.db))) redirect('/setup');
  // `proxy.ts` writes down which page was asked for: links in mails lead there after signing in.
  const page = (await headers()).get('x-page') ?? '/';
  redirect(page === '/' ? '/sign-in' : `/sign-in?${new URLSearchParams({ next: page })}`);
});
