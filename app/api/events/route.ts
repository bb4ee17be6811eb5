import { errorResponse } from '#lib/api/serve.ts';
import { currentActor } from '#lib/auth/current-actor.ts';
import { webRuntime } from '#lib/auth/web-runtime.ts';
import { AppError } from '#lib/core/errors.ts';
import { stoppingSignal } from '#lib/core/stopping.ts';
import type { Actor } from '#lib/db/context.ts';
import type { LiveEvent } from '#lib/db/publish-event.ts';
import { subscribeToEvents } from '#lib/process/event-hub.ts';

const keepAliveMs = 20_000;

/** Server-sent events: what changed, so that the browser fetches it again. One stream a browser. */
export async function GET(request: Request): Promise<Response> {
  const runtime = await webRuntime();
  const actor = await currentActor();
  if (!actor) return errorResponse(new AppError('unauthenticated', 'Sign in first.'), runtime);
  const stream = eventStream(runtime.env.databaseUrl ?? '', actor, [request.signal, stoppingSignal()]);
  const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform' };
  return new Response(stream, { headers });
}

/** Ends when the browser leaves, when the process stops, and when the reader cancels. */
function eventStream(databaseUrl: string, actor: Actor, endings: AbortSignal[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const cancelled = new AbortController();
  const ended = AbortSignal.any([...endings, cancelled.signal]);
  return new ReadableStream({
    start(controller) {
      const send = (text: string) => ended.aborted || controller.enqueue(encoder.encode(text));
      const unsubscribe = subscribeToEvents(databaseUrl, (event) => {
        if (event === null) send(lineOf({ topic: 'all' }));
        else if (concerns(event, actor)) send(lineOf(event));
      });
      const timer = setInterval(() => send(': still here\n\n'), keepAliveMs);
      ended.addEventListener('abort', () => {
        clearInterval(timer);
        unsubscribe();
        if (!cancelled.signal.aborted) controller.close();
      });
      send('retry: 2000\n\n');
    },
    cancel: () => cancelled.abort(),
  });
}

function lineOf(event: object): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}

function concerns(event: LiveEvent, actor: Actor): boolean {
  return event.topic !== 'inbox' || event.userId === actor.userId;
}
