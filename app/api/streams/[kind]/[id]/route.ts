import { errorResponse } from '#lib/api/serve.ts';
import { currentActor } from '#lib/auth/current-actor.ts';
import { isOwnOrigin } from '#lib/auth/own-origin.ts';
import { toAppError } from '#lib/auth/problem.ts';
import { webRuntime } from '#lib/auth/web-runtime.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { confirmIncomingServer } from '#lib/mail/servers/confirm-incoming-server.ts';
import { testOutgoingServer } from '#lib/mail/servers/test-outgoing-server.ts';

type Test = (ctx: Ctx, id: number, onStep: (step: object) => void) => Promise<{ ok: boolean }>;

const tests: Record<string, Test> = { 'outgoing-test': testOutgoingServer, 'incoming-confirm': confirmIncomingServer };

/** Tests a server for the console: a line of JSON for each step as it is done, then one with the result or the refusal. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ kind: string; id: string }> },
): Promise<Response> {
  const runtime = await webRuntime();
  const { kind, id } = await params;
  const test = tests[kind];
  const actor = await currentActor();
  if (!actor) return errorResponse(new AppError('unauthenticated', 'Sign in first.'), runtime);
  if (!isOwnOrigin(request.headers, runtime.env.publicUrl)) {
    return errorResponse(new AppError('forbidden', 'This request does not come from the console.'), runtime);
  }
  if (!test || !/^\d{1,9}$/.test(id))
    return errorResponse(new AppError('not_found', 'There is no such test.'), runtime);
  const stream = lines(async (send) => {
    try {
      const { ok } = await test(runtime.ctxFor(actor), Number(id), (step) => send({ step }));
      send({ ok });
    } catch (error) {
      const known = toAppError(error);
      if (known.code === 'internal') runtime.log.error({ err: error }, 'a server test failed');
      send({ error: known.message });
    }
  });
  return new Response(stream, { headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' } });
}

/** Whoever leaves the page stops reading; the test ends by its own time limits. */
function lines(work: (send: (line: object) => void) => Promise<void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let left = false;
  return new ReadableStream({
    async start(controller) {
      await work((line) => left || controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`)));
      if (!left) controller.close();
    },
    cancel: () => {
      left = true;
    },
  });
}
