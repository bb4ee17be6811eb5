import { cache } from 'react';
import { type Actor, anonymousActor } from '#lib/db/context.ts';
import { readSession } from './session.ts';
import { readSessionToken } from './session-cookie.ts';
import { webRuntime } from './web-runtime.ts';

/** Who sent this request, by its cookie and the session row behind it; null for nobody. Asked once a page. */
export const currentActor: () => Promise<Actor | null> = cache(async () => {
  const runtime = await webRuntime();
  const token = await readSessionToken(runtime.env);
  return token ? readSession(runtime.ctxFor(anonymousActor), token) : null;
});
