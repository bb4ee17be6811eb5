import { errorResponse } from '#lib/api/serve.ts';
import { currentActor } from '#lib/auth/current-actor.ts';
import { webRuntime } from '#lib/auth/web-runtime.ts';
import { pageAfterConsent } from '#lib/mail/servers/oauth/consent-outcome.ts';
import { finishConsent } from '#lib/mail/servers/oauth/finish-consent.ts';

/** Where Google and Microsoft send the browser back to after a consent; ends on the page of the server. */
export async function GET(request: Request): Promise<Response> {
  const runtime = await webRuntime();
  try {
    const actor = await currentActor();
    if (!actor) return seeOther('/sign-in?next=/technical/outgoing-servers');
    const query = new URL(request.url).searchParams;
    const ctx = runtime.ctxFor(actor);
    const outcome = await finishConsent(ctx, {
      state: query.get('state'),
      code: query.get('code'),
      error: query.get('error'),
      errorDescription: query.get('error_description')?.slice(0, 1000) ?? null,
    });
    return seeOther(pageAfterConsent(ctx, outcome));
  } catch (error) {
    return errorResponse(error, runtime);
  }
}

/** The address held a code: it is kept nowhere and told to nobody. */
function seeOther(location: string): Response {
  const headers = { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
  return new Response(null, { status: 303, headers });
}
