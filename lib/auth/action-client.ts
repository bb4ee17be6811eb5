import { errorStatus, type FieldError } from '#lib/core/errors.ts';
import { anonymousActor, type Ctx } from '#lib/db/context.ts';
import { currentActor } from './current-actor.ts';
import { toAppError } from './problem.ts';
import { webRuntime } from './web-runtime.ts';

/** What a form or button gets back from the server. */
export type ActionResult<T> =
  | { ok: true; value: T }
  | { ok: false; code: string; message: string; errors: FieldError[] };

/** Runs a verb for the signed-in user on behalf of a server action; whatever it throws becomes words for the form. */
export async function runAction<T>(work: (ctx: Ctx) => Promise<T>): Promise<ActionResult<T>> {
  const runtime = await webRuntime();
  try {
    const actor = (await currentActor()) ?? anonymousActor;
    return { ok: true, value: await work(runtime.ctxFor(actor)) };
  } catch (error) {
    const { code, message, details } = toAppError(error);
    if (errorStatus[code] >= 500) runtime.log.error({ err: error }, 'an action failed');
    return { ok: false, code, message, errors: details.errors ?? [] };
  }
}
