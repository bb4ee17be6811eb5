import { errorResponse } from '#lib/api/serve.ts';
import { currentActor } from '#lib/auth/current-actor.ts';
import { webRuntime } from '#lib/auth/web-runtime.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Actor } from '#lib/db/context.ts';
import type { LiveEvent } from '#lib/db/publish-event.ts';
import { subscribeToEvents } from '#lib/process/event-hub.ts';

const keepAliveMs = 20_000;

/** Server-sent events: what changed, so that the browser fetches it again. One stream a browser. */
export async function GET(request: Request): Promise<Response> {
  const runtime = await webRuntime();
  const actor = await currentActor();
  if (!actor) return errorResponse(new AppError('unauthenticated', 'Sign in first.'), runtime);
  const encoder = new TextEncoder();
  let end = () => {};
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      const unsubscribe = subscribeToEvents(runtime.env.databaseUrl ?? '', {
        onEvent: (event) =>
          event === null || concerns(event, actor)
            ? send(`data: ${JSON.stringify(event ?? { topic: 'all' })}\n\n`)
            : undefined,
        onClose: () => end(),
      });
      const timer = setInterval(() => send(': still here\n\n'), keepAliveMs);
      end = () => {
        end = () => {};
        clearInterval(timer);
        unsubscribe();
        controller.close();
      };
      request.signal.addEventListener('abort', () => end());
      send('retry: 2000\n\n');
    },
    cancel: () => end(),
  });
  return new Response(stream, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform' },
  });
}

function concerns(event: LiveEvent, actor: Actor): boolean {
  return event.topic !== 'inbox' || event.userId === actor.userId;
}
